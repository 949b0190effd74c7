import { isFromThisSite, revokeAccess } from '#sanity/preview/access.ts'

/**
 * Leaves the preview. A POST, so that no prefetch and no crawler ends somebody's preview; of this site, so
 * that no other site does.
 */
export async function POST(): Promise<Response> {
  if (!(await isFromThisSite()))
    return new Response('Only a page of this site ends a preview.\n', { status: 403 })
  await revokeAccess()
  return new Response(null, { status: 303, headers: { location: '/' } })
}
