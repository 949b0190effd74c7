'use client'

import { urlSearchParamPreviewPerspective } from '@sanity/preview-url-secret/constants'
import { VisualEditing as SanityVisualEditing } from 'next-sanity/visual-editing/client-component'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'

interface Props {
  /** Whether the page shows what is published. Its address says so, for each window by itself. */
  showsPublished: boolean
}

/**
 * Sanity's overlays: pointing at a text shows which field it is, and a click opens that field in the Studio.
 */
export function VisualEditing({ showsPublished }: Props) {
  const router = useRouter()
  // What the page is being changed to. The Studio may choose again before that is shown.
  const pending = useRef<boolean>(undefined)
  useEffect(() => {
    if (pending.current === showsPublished) pending.current = undefined
  }, [showsPublished])
  useEffect(() => {
    if (parent === window) return
    document.addEventListener('click', openBeside, { capture: true })
    return () => document.removeEventListener('click', openBeside, { capture: true })
  }, [])
  return (
    <SanityVisualEditing
      onPerspectiveChange={(perspective) => {
        const isPublished = perspective === 'published'
        if (isPublished === (pending.current ?? showsPublished)) return
        pending.current = isPublished
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

/** In its frame, the Studio would take any other page for a broken preview: a link opens it in a window of its own. */
function openBeside({ target }: MouseEvent): void {
  const link = target instanceof Element ? target.closest('a') : null
  if (!link || link.target !== '' || !link.protocol.startsWith('http')) return
  if (link.origin !== location.origin || link.pathname !== '/') link.target = '_blank'
}
