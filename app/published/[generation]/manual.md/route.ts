import { markdownOf } from '#lib/formats/index.ts'
import { formatRoute } from '../format-route.ts'

export const dynamic = 'force-static'
export const generateStaticParams = () => []

/**
 * Seconds: the text says how old readings are. Our server expires it each new day; a platform without our
 * server goes by this.
 */
export const revalidate = 86_400

export const GET = formatRoute('text/markdown; charset=utf-8', markdownOf)
