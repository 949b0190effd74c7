import type { DocumentActionComponent } from 'sanity'

/**
 * Makes a function that wraps the actions of these names and returns other actions as they are. An action is
 * wrapped once: the Studio resolves its actions at each rendering, and another component would lose its state.
 */
export function wrapping(
  names: readonly string[],
  wrap: (action: DocumentActionComponent) => DocumentActionComponent,
): (action: DocumentActionComponent) => DocumentActionComponent {
  const known = new WeakMap<DocumentActionComponent, DocumentActionComponent>()
  return (action) => {
    if (action.action === undefined || !names.includes(action.action)) return action
    const wrapped = known.get(action) ?? wrap(action)
    known.set(action, wrapped)
    return wrapped
  }
}
