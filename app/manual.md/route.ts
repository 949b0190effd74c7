import { markdownOf } from '#lib/forms/index.ts'
import { answerWith } from '../form.ts'

export const dynamic = 'force-static'

/** Seconds: it says how old readings are. The server expires it on each new day; a platform without our server goes by this. */
export const revalidate = 86_400

export const GET = (): Promise<Response> => answerWith('text/markdown; charset=utf-8', markdownOf)
