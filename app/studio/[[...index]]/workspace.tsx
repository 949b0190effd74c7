'use client'

// Not 'next-sanity/studio': that one preloads a script for Sanity's dashboard from Sanity's servers.
import { NextStudio } from 'next-sanity/studio/client-component'
import { useState } from 'react'
import { EarlyNotice } from '#sanity/studio/connection-notice.tsx'
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
  const [config] = useState(() => mayStore() && createStudioConfig({ projectId, dataset, apiHost: api }))
  if (!config)
    return (
      <p style={{ padding: '2rem', maxWidth: '36rem', font: '1rem/1.5 system-ui, sans-serif' }} role="alert">
        The Studio cannot run here: this browser blocks storage for this site. Allow cookies and site data for{' '}
        {location.host}, then load this page again.
      </p>
    )
  return (
    <>
      {api && new URL(api).origin !== location.origin && <RefusedOrigin api={api} />}
      <EarlyNotice />
      <NextStudio config={config} />
    </>
  )
}

/**
 * Whether the browser lets this site store anything. Where it does not, even asking for the storage throws.
 */
function mayStore(): boolean {
  try {
    return [localStorage, sessionStorage].every(Boolean)
  } catch {
    return false
  }
}
