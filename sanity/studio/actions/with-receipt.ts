import { Button } from '@sanity/ui'
import { createElement } from 'react'
import type { DocumentActionComponent } from 'sanity'
import { useRouter } from 'sanity/router'
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
    const { navigateIntent } = useRouter()
    const look = () => navigateIntent('edit', { id, type })
    return (
      description && {
        ...description,
        onHandle: () => {
          watch(useAction.action === 'delete' ? deletion(look) : {})
          description.onHandle?.()
        },
      }
    )
  }
  return Object.assign(WithReceipt, { action: useAction.action, displayName: useAction.displayName })
}

/** The form of a deleted section closes: its receipt is the way back to it. */
const deletion = (look: () => void) => ({
  isDeletion: true,
  content: createElement(Button, {
    mode: 'ghost',
    fontSize: 1,
    padding: 3,
    text: 'See what was in it',
    onClick: look,
  }),
})
