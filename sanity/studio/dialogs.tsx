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
 * Opens a dialog over the whole Studio. It stays open when the receipt or the pane that opened it is gone.
 */
export const openDialog = (render: Render): void => show({ render, count: (count += 1) })

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Renders the open dialog, if any, in the Studio's layout. */
export function Dialogs() {
  const dialog = useSyncExternalStore(subscribe, () => open)
  return dialog && <Fragment key={dialog.count}>{dialog.render(() => show(undefined))}</Fragment>
}
