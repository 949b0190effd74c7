import { loadManual } from '#sanity/content/load.ts'
import { processContent } from '#sanity/content/process.ts'

export const dynamic = 'force-dynamic'

/**
 * Whether readers can be given a manual, whether it is the current one and, in hosted mode, whether changes
 * are heard of. 503 when there is none to give.
 */
export async function GET(): Promise<Response> {
  const loaded = await loadManual()
  const revision = loaded.state === 'unseen' ? undefined : loaded.revision
  const listener = processContent()?.listener?.state
  const record = processContent()?.editions?.state
  return Response.json(
    { content: loaded.state, revision, listener, ...(record !== 'off' && { record }) },
    { status: revision ? 200 : 503 },
  )
}
