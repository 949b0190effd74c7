import { editionOn } from '#lib/editions/record.ts'
import { loadEditions } from '#sanity/editions/load.ts'
import { isServed } from '#app/published/[generation]/format-route.ts'

export const dynamic = 'force-dynamic'

/**
 * Redirects to the edition that was current at the end of a day (UTC). The target for today may change, so
 * browsers must not cache it.
 */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ generation: string; day: string }> },
): Promise<Response> {
  const { day } = await params
  const editions = (await isServed(params)) ? await loadEditions() : undefined
  const edition = editions && editionOn(editions.list, day)
  return edition
    ? new Response(null, { status: 307, headers: { location: `/editions/${edition.number}` } })
    : new Response(null, { status: 404 })
}
