'use client'

// Not 'next-sanity/studio': that one preloads a script for Sanity's dashboard from Sanity's servers.
import { NextStudio } from 'next-sanity/studio/client-component'
import { useState } from 'react'
import { RefusedOrigin } from '#sanity/studio/refused-origin.tsx'
import { createStudioConfig } from '#sanity/studio/studio.ts'

interface WorkspaceProps {
  projectId: string
  dataset: string
  /** Base URL of the content API; a path means one on this origin. Absent for Sanity's own hosts. */
  apiHost?: string | undefined
}

export function Workspace({ projectId, dataset, apiHost }: WorkspaceProps) {
  // Without the slash that a host without a path gets: paths are put behind it.
  const api = apiHost && new URL(apiHost, location.origin).href.replace(/\/$/, '')
  const [config] = useState(() => createStudioConfig({ projectId, dataset, apiHost: api }))
  return (
    <>
      {api && new URL(api).origin !== location.origin && <RefusedOrigin api={api} />}
      <NextStudio config={config} />
    </>
  )
}
