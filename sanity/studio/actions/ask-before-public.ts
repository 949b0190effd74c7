import { useState } from 'react'
import { useClient, type DocumentActionComponent, type SanityDocument } from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'
import { askKept, questionBeforePublic } from '../editions/kept.ts'
import { once } from '../under-way.ts'
import { wrapping } from './wrapping.ts'

/** Makes the manual's "Publish" ask before the record becomes public. Returns other actions as they are. */
export const askBeforePublic = wrapping(['publish'], publishAsking)

const isPublic = (document: SanityDocument | null) => document?.record === 'public'

function publishAsking(usePublish: DocumentActionComponent): DocumentActionComponent {
  const PublishAsking: DocumentActionComponent = (props) => {
    const { draft, published } = props
    const description = usePublish(props)
    const client = useClient({ apiVersion })
    const [question, setQuestion] = useState<string>()
    if (!description || !draft || !isPublic(draft) || isPublic(published)) return description
    const askIt = () =>
      askKept(client)
        .then(questionBeforePublic)
        // If the query fails, it asks without the numbers.
        .catch(() => 'Readers will see the record, with all editions that were kept. Publish?')
        .then(setQuestion)
    return {
      ...description,
      onHandle: () => void once(props.id, 'ask', askIt),
      dialog: question !== undefined && {
        type: 'confirm',
        tone: 'caution',
        message: question,
        confirmButtonText: 'Yes, publish',
        onCancel: () => setQuestion(undefined),
        onConfirm: () => {
          setQuestion(undefined)
          description.onHandle?.()
        },
      },
    }
  }
  return Object.assign(PublishAsking, { action: 'publish' as const, displayName: 'PublishAsking' })
}
