'use client'

import { VisualEditing as SanityVisualEditing } from 'next-sanity/visual-editing/client-component'
import { perspectiveChangeAction } from 'next-sanity/visual-editing/server-actions'
import { useRouter } from 'next/navigation'

/** Sanity's overlays: a text that is pointed at says which field it is, and a click opens that field in the Studio. */
export function VisualEditing() {
  const router = useRouter()
  return (
    <SanityVisualEditing
      onPerspectiveChange={perspectiveChangeAction}
      refresh={({ source }) => {
        // Edits arrive by their own way (LiveUpdates), also where there is no Studio around the page.
        if (source === 'mutation') return false
        router.refresh()
        return Promise.resolve()
      }}
    />
  )
}
