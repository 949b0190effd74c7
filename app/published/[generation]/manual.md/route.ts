import { markdownOf } from '#lib/formats/index.ts'
import { formatRoute } from '../format-route.ts'

export const dynamic = 'force-static'
export const generateStaticParams = () => []

/**
 * In seconds. The text shows the age of readings in days. Our server expires it each day; without our server,
 * this setting does.
 */
export const revalidate = 86_400

export const GET = formatRoute('text/markdown; charset=utf-8', markdownOf)
