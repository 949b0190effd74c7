import { Fragment, useSyncExternalStore, type ReactElement } from 'react'

type Render = (close: () => void) => ReactElement

let open: { render: Render; count: number } | undefined
let count = 0
const listeners = new Set<() => void>()

function show(next: typeof open): void {
  open = next
  for (const listener of listeners) listener()
}

/**
 * Opens a dialog over the whole Studio. It stays when what asked for it goes away: a receipt ends, and a pane
 * is left.
 */
export const openDialog = (render: Render): void => show({ render, count: (count += 1) })

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The dialog that is open, if one is: for the Studio's layout. */
export function Dialogs() {
  const dialog = useSyncExternalStore(subscribe, () => open)
  return dialog && <Fragment key={dialog.count}>{dialog.render(() => show(undefined))}</Fragment>
}
