import { markdownOf } from '#lib/forms/index.ts'
import { answerWith } from '../form.ts'

export const dynamic = 'force-static'

export const GET = (): Promise<Response> => answerWith('text/markdown; charset=utf-8', markdownOf)
