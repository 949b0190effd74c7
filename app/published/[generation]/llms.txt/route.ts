import { llmsTextOf } from '#lib/formats/index.ts'
import { formRoute } from '../answer.ts'

export const dynamic = 'force-static'
export const generateStaticParams = () => []

export const GET = formRoute('text/plain; charset=utf-8', llmsTextOf)
