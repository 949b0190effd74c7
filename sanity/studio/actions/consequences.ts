interface Circumstances {
  type: string
  hasDraft: boolean
  isPublished: boolean
  /** Whether the manual lists the section. */
  isListed: boolean
}

const kept = 'Its address in the Studio keeps what was in it, to be restored.'

/** What an action that ends a draft, or what is published, would do, in sentences. */
export function* consequences(
  action: 'delete' | 'unpublish' | 'discardChanges',
  { type, hasDraft, isPublished, isListed }: Circumstances,
): Generator<string> {
  if (action === 'discardChanges') {
    yield 'What is in the draft, and not published, is gone then. Nothing changes for readers.'
    // The whole section is.
    if (!isPublished && type !== 'manual') yield kept
    return
  }
  yield isPublished ? 'Readers will not see it any more.' : 'Readers do not see it.'
  if (action === 'delete') yield kept
  else yield hasDraft ? 'Its draft stays.' : 'What is in it becomes its draft.'
  if (isListed)
    yield action === 'delete'
      ? 'Its line stays in the list of the manual until you remove it, so that a restored section is where it was.'
      : 'Its line stays in the list of the manual, so that it is where it was once you publish it again.'
}
