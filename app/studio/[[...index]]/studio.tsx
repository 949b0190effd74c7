'use client'

import dynamic from 'next/dynamic'

/**
 * The Studio is a browser application of several megabytes: loaded here, after the page, and by no other
 * route.
 */
export const Studio = dynamic(() => import('./workspace.tsx').then(({ Workspace }) => Workspace), {
  ssr: false,
  loading: Loading,
})

const loading = 'Loading the Studio…'

/** In the HTML already: over a slow line, the Studio takes most of a minute. */
function Loading() {
  return (
    <p
      style={{ padding: '2rem', font: '1rem system-ui, sans-serif' }}
      role="status"
      data-late-files={loading}
      suppressHydrationWarning
    >
      {loading}
    </p>
  )
}
