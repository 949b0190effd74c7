import { readEnv } from '#lib/env.ts'
import { backend } from '#sanity/content/backend.ts'
import { Studio } from './studio.tsx'

export { metadata, viewport } from 'next-sanity/studio'

// The Studio learns where its Content Lake is when it is opened, so that one build serves every
// configuration.
export const dynamic = 'force-dynamic'

export default function StudioPage() {
  const { projectId, dataset, browserApiHost } = backend(readEnv())
  return <Studio projectId={projectId} dataset={dataset} apiHost={browserApiHost} />
}
