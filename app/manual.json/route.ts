import { jsonOf } from '#lib/forms/index.ts'
import { answerWith } from '../form.ts'

export const dynamic = 'force-static'

/** Its ETag is the revision, a weak one: the same words published again have a new date and the same revision. */
export const GET = (): Promise<Response> =>
  answerWith('application/json; charset=utf-8', jsonOf, ({ revision }) => ({
    etag: `W/"${revision}"`,
    'access-control-allow-origin': '*',
  }))
