import { markdownOf } from '#lib/forms/index.ts'
import { answerWith } from '../form.ts'

export const dynamic = 'force-static'

/** Seconds: the text says how old readings are. Our server expires it each new day; a platform without our server goes by this. */
export const revalidate = 86_400

export const GET = (): Promise<Response> => answerWith('text/markdown; charset=utf-8', markdownOf)
