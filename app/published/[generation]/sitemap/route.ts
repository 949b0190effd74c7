import { sitemapOf } from '#lib/formats/index.ts'
import { formRoute } from '../answer.ts'

export const dynamic = 'force-static'
export const generateStaticParams = () => []

export const GET = formRoute('application/xml; charset=utf-8', sitemapOf)
