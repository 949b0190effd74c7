import type { DocumentActionComponent } from 'sanity'

type Action = DocumentActionComponent['action']

/**
 * Whether documents of a type have an action. The only manual can be published, and its draft discarded or
 * restored, but it cannot be duplicated, unpublished or deleted. Now is not duplicated: see `creatable`.
 */
export function isOffered(type: string, action: Action): boolean {
  if (type === 'manual') return action === 'publish' || action === 'discardChanges' || action === 'restore'
  return !(type === 'nowSection' && action === 'duplicate')
}
