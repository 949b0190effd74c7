import type { DocumentActionComponent } from 'sanity'
import { nameOf } from '../document-name.ts'
import { useReceipt } from '../use-receipt.tsx'
import { wrapping } from './wrapping.ts'

/** The actions that end a draft, or what is published: at once, after a question, or not every time. */
const ending = ['publish', 'unpublish', 'delete', 'discardChanges']

/** Adds a receipt to an action that ends a draft, or what is published. Returns other actions as they are. */
export const withReceipt = wrapping(ending, wrap)

function wrap(useAction: DocumentActionComponent): DocumentActionComponent {
  const { action } = useAction
  const WithReceipt: DocumentActionComponent = (props) => {
    const { id, type, draft, published } = props
    const description = useAction(props)
    const { watch } = useReceipt(id, type, nameOf(type, draft ?? published))
    return (
      description && {
        ...description,
        onHandle: () => {
          watch({ isDeletion: action === 'delete', isDiscard: action === 'discardChanges' })
          description.onHandle?.()
        },
      }
    )
  }
  return Object.assign(WithReceipt, { action, displayName: useAction.displayName })
}
