'use client'

import dynamic from 'next/dynamic'

/**
 * The Studio is a browser application of several megabytes: loaded here, after the page, and by no other
 * route.
 */
export const Studio = dynamic(() => import('./workspace.tsx').then(({ Workspace }) => Workspace), {
  ssr: false,
})
