import type { DocumentActionComponent } from 'sanity'
import { nameOf } from '../document-name.ts'
import { useReceipt } from '../use-receipt.tsx'
import { wrapping } from './wrapping.ts'

/** Adds a receipt to "Publish". Returns other actions as they are. */
export const withReceipt = wrapping(['publish'], wrap)

function wrap(usePublish: DocumentActionComponent): DocumentActionComponent {
  const WithReceipt: DocumentActionComponent = (props) => {
    const { id, type, draft, published } = props
    const description = usePublish(props)
    const { watch } = useReceipt(id, type, nameOf(type, draft ?? published))
    return (
      description && {
        ...description,
        onHandle: () => {
          watch()
          description.onHandle?.()
        },
      }
    )
  }
  return Object.assign(WithReceipt, { action: 'publish' as const, displayName: 'WithReceipt' })
}
