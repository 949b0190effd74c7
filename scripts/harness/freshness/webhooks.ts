import { setTimeout as sleep } from 'node:timers/promises'
import { encodeSignatureHeader, SIGNATURE_HEADER_NAME } from '@sanity/webhook'
import type { SanityClient } from '@sanity/client'
import type { ContentApi } from '#scripts/harness/content-api.ts'
import { publishChange, readAll, type Reads } from './reads.ts'

/** Sends a signed webhook, as Sanity would, and returns the answer. */
export async function sendWebhook(url: string, body: object, secret: string): Promise<Response> {
  const text = JSON.stringify(body)
  return fetch(`${url}/api/revalidate`, {
    method: 'POST',
    body: text,
    headers: {
      'content-type': 'application/json',
      [SIGNATURE_HEADER_NAME]: await encodeSignatureHeader(text, Date.now(), secret),
    },
  })
}

interface Options {
  url: string
  api: ContentApi
  client: SanityClient
  secret: string
  rounds: number
  /** Milliseconds by which the content API's answers are delayed. */
  delay: number
}

/**
 * For a site that hears of changes by webhooks only. A reader sends a request while the content API is slow,
 * new content is published before the reader gets an answer, and several webhooks follow. Requests after the
 * first webhook was answered must get the new content.
 */
export async function publishWhileRendering(options: Options): Promise<Reads> {
  const { url, api, client, secret, rounds, delay } = options
  const reads: Reads = { count: 0, stale: [] }
  const tell = (rev?: string) =>
    sendWebhook(url, { _id: 'manual', _type: 'manual', ...(rev && { _rev: rev }) }, secret)
  api.cutListeners(true)
  api.delayQueries(delay)
  for (let round = 1; round <= rounds; round += 1) {
    await tell()
    const early = readAll(url, -1, reads)
    await sleep(delay / 3)
    const rev = await publishChange(client, round)
    for (let times = 0; times < 1 + (round % 3); times += 1) {
      const { status } = await tell(rev)
      if (status !== 200) throw new Error(`The webhook was answered with ${status}`)
    }
    await readAll(url, round, reads)
    await early
    await readAll(url, round, reads)
  }
  api.delayQueries(0)
  api.cutListeners(false)
  return reads
}

/**
 * The content API fails, a change is published, and the API recovers. Readers must get the last good content,
 * then the new content, and never the old again.
 */
export async function publishWhileFailing({ url, api, client, secret, rounds }: Options): Promise<Reads> {
  const reads: Reads = { count: 0, stale: [] }
  for (let round = 1; round <= rounds; round += 1) {
    await publishChange(client, 2 * round - 1)
    await until(() => isCurrent(url))
    api.failWith((_, response) => response.writeHead(502).end('Bad Gateway'))
    await sendWebhook(url, { _id: 'manual', _type: 'manual' }, secret)
    // All requests must be answered, with the last good content or newer.
    await readAll(url, 2 * round - 3, reads)
    api.failWith()
    await publishChange(client, 2 * round)
    await sendWebhook(url, { _id: 'manual', _type: 'manual' }, secret)
    await readAll(url, 2 * round, reads)
  }
  return reads
}

async function isCurrent(url: string): Promise<boolean> {
  const { content } = (await (await fetch(`${url}/readyz`)).json()) as { content: string }
  return content === 'current'
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(20)
}
