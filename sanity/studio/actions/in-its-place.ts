import type { DocumentActionComponent } from 'sanity'
import { wrapping } from './wrapping.ts'

/**
 * The actions with "Publish" first, where it is the button, also while the published version is shown: in its place
 * Sanity puts "Unpublish" there, and returns no "Publish".
 */
export const publishInItsPlace = (actions: readonly DocumentActionComponent[]): DocumentActionComponent[] =>
  actions
    .toSorted((one, other) => Number(other.action === 'publish') - Number(one.action === 'publish'))
    .map(always)

const always = wrapping(['publish'], (usePublish) => {
  const Always: DocumentActionComponent = (props) =>
    usePublish(props) ?? {
      label: 'Publish',
      title: 'What is shown here is what is published. The draft is what you can publish.',
      disabled: true,
    }
  return Object.assign(Always, { action: 'publish' as const, displayName: 'AlwaysPublish' })
})
