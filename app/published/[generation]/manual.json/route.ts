import { jsonOf } from '#lib/formats/index.ts'
import { formatRoute } from '../format-route.ts'

export const dynamic = 'force-static'
export const generateStaticParams = () => []

/**
 * Its ETag is the revision, a weak one: the same words published again have a new date and the same revision.
 */
export const GET = formatRoute('application/json; charset=utf-8', jsonOf, ({ revision }) => ({
  etag: `W/"${revision}"`,
  'access-control-allow-origin': '*',
}))
