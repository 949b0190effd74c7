import type { DocumentActionComponent } from 'sanity'
import { askWhy } from '../editions/why-dialog.tsx'

declare module 'sanity' {
  interface DocumentActionKeys {
    sayWhy: never
  }
}

/**
 * "Say why", for an edition: sets its reason, which readers see, and whether it is only a correction. Saved
 * as one patch from a dialog, since a form would publish every keystroke.
 */
export const sayWhy: DocumentActionComponent = ({ id, published, ready }) => {
  const edition = published as { number?: number; reason?: string; correction?: boolean } | null
  if (!edition?.number) return null
  const { number, reason = '', correction = false } = edition
  return {
    label: reason ? 'Change why' : 'Say why',
    title: 'One line that readers see',
    disabled: !ready,
    onHandle: () => askWhy({ id, number, reason, correction }),
  }
}
sayWhy.displayName = 'SayWhy'
sayWhy.action = 'sayWhy'
