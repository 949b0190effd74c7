'use client'

import { urlSearchParamPreviewPerspective } from '@sanity/preview-url-secret/constants'
import { VisualEditing as SanityVisualEditing } from 'next-sanity/visual-editing/client-component'
import { useRouter } from 'next/navigation'

interface Props {
  /** Whether the page shows what is published. Its address says so, for each window by itself. */
  showsPublished: boolean
}

/**
 * Sanity's overlays: pointing at a text shows which field it is, and a click opens that field in the Studio.
 */
export function VisualEditing({ showsPublished }: Props) {
  const router = useRouter()
  return (
    <SanityVisualEditing
      onPerspectiveChange={(perspective) => {
        const isPublished = perspective === 'published'
        if (isPublished === showsPublished) return
        const query = isPublished ? `?${urlSearchParamPreviewPerspective}=published` : ''
        router.replace(`/${query}`, { scroll: false })
      }}
      refresh={({ source }) => {
        // Edits arrive separately (LiveUpdates), even where there is no Studio around the page.
        if (source === 'mutation') return false
        router.refresh()
        return Promise.resolve()
      }}
    />
  )
}
