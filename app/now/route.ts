import { nowPath } from '#lib/forms/index.ts'
import { notYet, published } from '../form.ts'

export const dynamic = 'force-static'

/** An address to remember and to share. Where it leads may change with the manual, so browsers must not cache it. */
export async function GET(): Promise<Response> {
  const given = await published()
  return given ? new Response(null, { status: 307, headers: { location: nowPath(given.manual) } }) : notYet()
}
