import { preload } from 'react-dom'
import { readEnv } from '#lib/env.ts'
import { backend } from '#sanity/content/backend.ts'
import { Studio } from './studio.tsx'
import { workspaceFiles } from './workspace-files.ts'

export { metadata, viewport } from 'next-sanity/studio'

// The Studio learns where its Content Lake is when it is opened, so that one build serves every
// configuration.
export const dynamic = 'force-dynamic'

export default function StudioPage() {
  // At once, not when the scripts of this page have run.
  for (const file of workspaceFiles()) preload(file, { as: file.endsWith('.css') ? 'style' : 'script' })
  const { projectId, dataset, browserApiHost } = backend(readEnv())
  return <Studio projectId={projectId} dataset={dataset} apiHost={browserApiHost} />
}
