import type { DocumentActionComponent } from 'sanity'
import { nameOf } from '../document-name.ts'
import { useReceipt } from '../use-receipt.tsx'
import { wrapping } from './wrapping.ts'

/** The actions that may change what is published: at once, after a question, or not every time. */
const publishing = ['publish', 'unpublish', 'delete']

/** Adds a receipt to an action that may change what is published. Returns other actions as they are. */
export const withReceipt = wrapping(publishing, wrap)

function wrap(useAction: DocumentActionComponent): DocumentActionComponent {
  const WithReceipt: DocumentActionComponent = (props) => {
    const { id, type, draft, published } = props
    const description = useAction(props)
    const { watch } = useReceipt(id, type, nameOf(type, draft ?? published))
    return (
      description && {
        ...description,
        onHandle: () => {
          watch({ isDeletion: useAction.action === 'delete' })
          description.onHandle?.()
        },
      }
    )
  }
  return Object.assign(WithReceipt, { action: useAction.action, displayName: useAction.displayName })
}
