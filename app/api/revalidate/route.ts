import { revalidateTag } from 'next/cache'
import { parseBody } from 'next-sanity/webhook'
import { NextRequest } from 'next/server'
import { isContentType, manualTag } from '#lib/content/tags.ts'
import { readEnv } from '#lib/env.ts'

const mostBytes = 100_000

/**
 * Sanity's webhook, sent after published content changed (also when it was deleted or unpublished). Whatever was made from that
 * content expires at once: the very next reader gets it new.
 */
export async function POST(request: NextRequest): Promise<Response> {
  const secret = readEnv().SANITY_REVALIDATE_SECRET
  if (!secret)
    return answer(
      503,
      'SANITY_REVALIDATE_SECRET is not set: webhooks cannot be verified, so none is accepted',
    )
  // parseBody logs a missing header as an error of ours; here it is a bad request like any other.
  if (!request.headers.has('sanity-webhook-signature')) return answer(401, 'The signature is missing')
  const text = await limitedText(request)
  if (text === undefined) return answer(413, `Webhooks are at most ${mostBytes} bytes: project {_id, _type}`)
  const received = new NextRequest(request.url, { method: 'POST', headers: request.headers, body: text })
  // `false`: without the three seconds' wait for the hosted API to become consistent. Queries that bypass its CDN read their own writes.
  const { body, isValidSignature } = await parseBody<{ _type?: unknown }>(received, secret, false).catch(
    () => ({
      body: null,
      isValidSignature: false,
    }),
  )
  if (isValidSignature !== true) return answer(401, 'The signature is not valid')
  const type = body?._type
  if (!isContentType(type))
    return answer(200, `Nothing here is made from a document of type ${JSON.stringify(type)}`)
  revalidateTag(manualTag, { expire: 0 })
  return answer(200, `Expired: ${manualTag}`)
}

/** The request's body; `undefined` as soon as it proves longer than any webhook. */
async function limitedText(request: Request): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > mostBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const answer = (status: number, message: string) => Response.json({ message }, { status })
