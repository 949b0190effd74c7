import { llmsTextOf } from '#lib/formats/index.ts'
import { formatRoute } from '../format-route.ts'

export const dynamic = 'force-static'
export const generateStaticParams = () => []

export const GET = formatRoute('text/plain; charset=utf-8', llmsTextOf)
