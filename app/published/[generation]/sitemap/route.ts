import { sitemapOf } from '#lib/formats/index.ts'
import { formatRoute } from '../format-route.ts'

export const dynamic = 'force-static'
export const generateStaticParams = () => []

export const GET = formatRoute('application/xml; charset=utf-8', sitemapOf)
