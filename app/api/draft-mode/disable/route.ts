import { isFromThisSite, revokeAccess } from '#sanity/preview/access.ts'

/**
 * Ends the preview. Needs a POST, so that no prefetch or crawler ends it, and one from this site, so that no
 * other site does.
 */
export async function POST(): Promise<Response> {
  if (!(await isFromThisSite()))
    return new Response('Only a page of this site ends a preview.\n', { status: 403 })
  await revokeAccess()
  return new Response(null, { status: 303, headers: { location: '/' } })
}
