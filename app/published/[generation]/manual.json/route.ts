import { jsonEtagOf, jsonOf } from '#lib/formats/index.ts'
import { formatRoute } from '../format-route.ts'

export const dynamic = 'force-static'
export const generateStaticParams = () => []

export const GET = formatRoute('application/json; charset=utf-8', jsonOf, (given) => ({
  etag: jsonEtagOf(given),
  'access-control-allow-origin': '*',
}))
