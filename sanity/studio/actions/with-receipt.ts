import type { DocumentActionComponent } from 'sanity'
import { nameOf } from '../document-name.ts'
import { useReceipt } from '../use-receipt.tsx'

/**
 * All the actions that may change what is published: some at once, some after a question, some not every
 * time.
 */
const publishing: readonly (string | undefined)[] = ['publish', 'unpublish', 'delete']

/**
 * The Studio asks for its actions at each rendering and must get the same ones: a new component would lose
 * its state.
 */
const wrapped = new WeakMap<DocumentActionComponent, DocumentActionComponent>()

/** Adds the receipt to an action that may change what is published; returns the others as they are. */
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
