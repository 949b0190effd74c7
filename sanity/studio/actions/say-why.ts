import type { DocumentActionComponent } from 'sanity'
import { askWhy } from '../editions/why-dialog.tsx'

declare module 'sanity' {
  interface DocumentActionKeys {
    sayWhy: never
  }
}

/**
 * "Say why", for an edition: one line that readers see, and whether it is only a correction. One patch when
 * it is saved, and nothing before: a form would publish every keystroke.
 */
export const sayWhy: DocumentActionComponent = ({ id, published, ready }) => {
  const edition = published as { number?: number; reason?: string; correction?: boolean } | null
  if (!edition?.number) return null
  const { number, reason = '', correction = false } = edition
  return {
    label: 'Say why',
    title: 'One line that readers see',
    disabled: !ready,
    onHandle: () => askWhy({ id, number, reason, correction }),
  }
}
sayWhy.displayName = 'SayWhy'
sayWhy.action = 'sayWhy'
