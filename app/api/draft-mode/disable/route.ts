import { isFromThisSite, revokeAccess } from '#sanity/preview/access.ts'
import { answer, redirect } from '../answers.ts'

/**
 * Ends the preview. Needs a POST, so that no prefetch or crawler ends it, and one from this site, so that no
 * other site does.
 */
export async function POST(): Promise<Response> {
  if (!(await isFromThisSite())) return answer(403, 'Only a page of this site ends a preview.')
  await revokeAccess()
  return redirect(303, '/')
}

/**
 * Somebody typed the address, or a prefetch followed it: ends nothing. The page it leads to has the button
 * that ends a preview.
 */
export const GET = (): Response => redirect(307, '/')
