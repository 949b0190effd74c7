import type { DocumentActionComponent } from 'sanity'
import { nameOf } from '../document-name.ts'
import { useReceipt } from '../use-receipt.tsx'

/** The actions that may change what is published: at once, after a question, or not every time. */
const publishing: readonly (string | undefined)[] = ['publish', 'unpublish', 'delete']

/**
 * The Studio resolves the actions at each rendering. They must be the same components, or they would lose
 * their state.
 */
const wrapped = new WeakMap<DocumentActionComponent, DocumentActionComponent>()

/** Adds a receipt to an action that may change what is published. Returns other actions as they are. */
export function withReceipt(action: DocumentActionComponent): DocumentActionComponent {
  if (!publishing.includes(action.action)) return action
  const known = wrapped.get(action)
  if (known) return known
  const wrapper = wrap(action)
  wrapped.set(action, wrapper)
  return wrapper
}

function wrap(useAction: DocumentActionComponent): DocumentActionComponent {
  const WithReceipt: DocumentActionComponent = (props) => {
    const { id, type, draft, published } = props
    const description = useAction(props)
    const watch = useReceipt(id, type, nameOf(type, draft ?? published))
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
