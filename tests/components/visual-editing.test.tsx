import { render } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'
import { VisualEditing } from '#app/(manual)/draft/visual-editing.tsx'

const router = { replace: vi.fn<(address: string) => void>() }
vi.mock('next/navigation', () => ({ useRouter: () => router }))

/** Sanity's component. The test sends what the Studio would. */
let choose: (perspective: string) => void
vi.mock('next-sanity/visual-editing/client-component', () => ({
  VisualEditing: (props: { onPerspectiveChange: typeof choose }) => {
    choose = props.onPerspectiveChange
    return null
  },
}))

const asked = () => router.replace.mock.calls.map(([address]) => address)
const published = '/?sanity-preview-perspective=published'

beforeEach(() => void router.replace.mockClear())

it('the perspective that was chosen last is shown, even if the one before was not shown yet', () => {
  const { rerender } = render(<VisualEditing showsPublished={false} />)
  choose('drafts')
  choose('published')
  choose('published')
  choose('drafts')
  expect(asked()).toEqual([published, '/'])
  // The page of the first choice arrives after all.
  rerender(<VisualEditing showsPublished />)
  choose('drafts')
  rerender(<VisualEditing showsPublished={false} />)
  choose('drafts')
  choose('published')
  expect(asked()).toEqual([published, '/', published])
})

it('the page follows the Studio, too, after its reader went back to another perspective', () => {
  const { rerender } = render(<VisualEditing showsPublished={false} />)
  choose('published')
  rerender(<VisualEditing showsPublished />)
  rerender(<VisualEditing showsPublished={false} />)
  choose('published')
  expect(asked()).toEqual([published, published])
})
