import { revokeAccess } from '#sanity/preview/access.ts'

/** Leaves the preview. A POST, so that no prefetch and no crawler ends somebody's preview. */
export async function POST(): Promise<Response> {
  await revokeAccess()
  return new Response(null, { status: 303, headers: { location: '/' } })
}
