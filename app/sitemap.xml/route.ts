import { sitemapOf } from '#lib/forms/index.ts'
import { answerWith } from '../form.ts'

export const dynamic = 'force-static'

export const GET = (): Promise<Response> => answerWith('application/xml; charset=utf-8', sitemapOf)
