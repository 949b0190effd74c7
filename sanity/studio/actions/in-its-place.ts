import type { DocumentActionComponent } from 'sanity'
import { wrapping } from './wrapping.ts'

/**
 * Keeps the place of "Publish" while the published version is shown, which cannot be published: the next action
 * would be the button there, and that is "Unpublish". Returns other actions as they are.
 */
export const inItsPlace = wrapping(['publish'], (usePublish) => {
  const InItsPlace: DocumentActionComponent = (props) =>
    usePublish(props) ?? {
      label: 'Publish',
      title: 'What is shown here is what is published. The draft is what you can publish.',
      disabled: true,
    }
  return Object.assign(InItsPlace, { action: 'publish' as const, displayName: 'InItsPlace' })
})
