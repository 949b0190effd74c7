'use client'

import { VisualEditing as SanityVisualEditing } from 'next-sanity/visual-editing/client-component'
import { useRouter } from 'next/navigation'
import { changePerspective } from './change-perspective.ts'

/**
 * Sanity's overlays: pointing at a text shows which field it is, and a click opens that field in the Studio.
 */
export function VisualEditing() {
  const router = useRouter()
  return (
    <SanityVisualEditing
      onPerspectiveChange={(perspective) =>
        // Next.js throws where the preview was left in another tab meanwhile.
        changePerspective(perspective).catch(() => undefined)
      }
      refresh={({ source }) => {
        // Edits arrive separately (LiveUpdates), even where there is no Studio around the page.
        if (source === 'mutation') return false
        router.refresh()
        return Promise.resolve()
      }}
    />
  )
}
