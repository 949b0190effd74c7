import { nowPath } from '#lib/formats/index.ts'
import { routeFor } from '../format-route.ts'

export const dynamic = 'force-static'
export const generateStaticParams = () => []

/** A short address for sharing. Its target may change with the manual, so browsers must not cache it. */
export const GET = routeFor(
  ({ manual }) => new Response(null, { status: 307, headers: { location: nowPath(manual) } }),
)
