import { loadManual } from '#lib/content/load.ts'

export const dynamic = 'force-dynamic'

/** Whether readers can be given a manual, and whether it is the current one. 503 when there is none to give. */
export async function GET(): Promise<Response> {
  const loaded = await loadManual()
  const revision = loaded.state === 'unseen' ? undefined : loaded.revision
  return Response.json({ content: loaded.state, revision }, { status: revision ? 200 : 503 })
}
