import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { whatThisIs } from '#components/preview/bar-words.tsx'

it.each([
  [true, 0, false, 'No changes: this is what readers see.'],
  [true, 0, true, 'No changes: this is what readers see, apart from the notes for you.'],
  [true, 2, true, 'Draft: 2 changes that readers do not see until you publish.'],
  [false, 0, false, 'Shared draft: readers see the same. Its author may still change it.'],
  [
    false,
    0,
    true,
    'Shared draft: readers see the same, apart from the notes in it. Its author may still change it.',
  ],
  [false, 1, true, 'Shared draft: 1 change that readers do not see. Its author may still change it.'],
])('the bar of a draft (author: %s, %i changes, notes: %s) says: %s', (canEdit, count, hasNotes, words) => {
  expect(render(whatThisIs(canEdit, count, hasNotes)).container).toHaveTextContent(words)
})
