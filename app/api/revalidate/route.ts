import { setTimeout as sleep } from 'node:timers/promises'
import { revalidateTag } from 'next/cache'
import { parseBody } from 'next-sanity/webhook'
import { NextRequest } from 'next/server'
import { includesChange, type ContentChange } from '#sanity/content/answer.ts'
import { processContent } from '#sanity/content/process.ts'
import { isContentType, manualTag } from '#sanity/content/tags.ts'
import { readEnv } from '#lib/env.ts'
import { isEditionId } from '#lib/editions/stored.ts'
import { keepRecord } from '#sanity/editions/keep-record.ts'
import { fetchPublished } from '#sanity/content/client.ts'
import { manualQuery } from '#sanity/content/queries.ts'

const maxBytes = 100_000

/** Milliseconds for which the function waits until queries return the change. */
const maxLagMs = 10_000
const retryIntervalMs = 250

/**
 * Receives Sanity's webhook, sent after published content was changed, deleted or unpublished. Needed where
 * Next.js runs without our server, which follows the content itself and treats a webhook as one more
 * notification. Expires everything that was made from the content, so that the next reader gets it new.
 */
export async function POST(request: NextRequest): Promise<Response> {
  const secret = readEnv().SANITY_REVALIDATE_SECRET
  if (!secret)
    return answer(
      503,
      'SANITY_REVALIDATE_SECRET is not set: webhooks cannot be verified, so none is accepted',
    )
  // `parseBody` would log the missing header as an error.
  if (!request.headers.get('sanity-webhook-signature')) return answer(401, 'The signature is missing')
  const text = await limitedText(request).catch(() => '')
  if (text === undefined)
    return answer(413, `Webhooks are at most ${maxBytes} bytes: project {_id, _type, _rev}`)
  const received = new NextRequest(request.url, { method: 'POST', headers: request.headers, body: text })
  // `false` skips its fixed wait of three seconds: `expire` waits until queries return the change.
  const { body, isValidSignature } = await parseBody<{ _id?: unknown; _type?: unknown; _rev?: unknown }>(
    received,
    secret,
    false,
  ).catch(() => ({ body: null, isValidSignature: false }))
  if (isValidSignature !== true) return answer(401, 'The signature is not valid')
  const type = body?._type
  if (!isContentType(type))
    return answer(200, `Nothing here is made from a document of type ${JSON.stringify(type)}`)
  await expire(changeIn(body, request.headers))
  return answer(200, `Expired: ${manualTag}`)
}

/**
 * The change that the webhook describes; `undefined` if its payload is not enough to recognise the change in
 * an answer.
 */
function changeIn(
  body: { _id?: unknown; _rev?: unknown } | null,
  headers: Headers,
): ContentChange | undefined {
  if (typeof body?._id !== 'string') return undefined
  const time = headers.get('sanity-transaction-time') ?? undefined
  if (headers.get('sanity-operation') === 'delete') return { id: body._id, time }
  return typeof body._rev === 'string' ? { id: body._id, rev: body._rev, time } : undefined
}

async function expire(change: ContentChange | undefined): Promise<void> {
  const content = processContent()
  if (content) {
    if (change && isEditionId(change.id)) return content.editions?.changed()
    content.published.expire(change && [change])
    return content.editions?.look()
  }
  revalidateTag(manualTag, { expire: 0 })
  if (!change || isEditionId(change.id)) return
  for (let waited = 0; waited < maxLagMs; waited += retryIntervalMs) {
    const answer = await fetchPublished(manualQuery).catch(() => undefined)
    if (answer !== undefined && includesChange(answer, change)) {
      // Expires once more: pages rendered before queries returned the change, and pages that show what the
      // ledger has just written, since Sanity may send no webhook for that.
      const isWritten = await keepRecord((answer) => includesChange(answer, change))
      if (waited > 0 || isWritten) revalidateTag(manualTag, { expire: 0 })
      return
    }
    await sleep(retryIntervalMs)
  }
}

/** The request's body; `undefined` as soon as it exceeds `maxBytes`. */
async function limitedText(request: Request): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const answer = (status: number, message: string) => Response.json({ message }, { status })
