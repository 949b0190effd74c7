import { loadManual } from '#sanity/content/load.ts'
import { processContent } from '#sanity/content/process.ts'

export const dynamic = 'force-dynamic'

/**
 * Reports whether there is a manual for readers, whether it is current and, in hosted mode, whether the
 * listener is connected. 503 when there is no manual.
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
