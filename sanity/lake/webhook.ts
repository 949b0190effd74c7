/**
 * Tells the site what changed, as hosted Sanity's GROQ-powered webhooks do: one signed request per changed document, tried
 * again while the site is away. Pending deliveries are not stored: after a crash the site revalidates everything on start.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { encodeSignatureHeader, SIGNATURE_HEADER_NAME } from '@sanity/webhook'
import { formatMicros } from './clock.ts'
import { isPublishedId } from './documents.ts'
import type { Change, Transaction } from './transaction.ts'

export interface WebhookOptions {
  url: string
  secret: string
  projectId: string
  dataset: string
  clock: () => Date
  newId: () => string
  fetch: typeof fetch
  log: (line: string) => void
  /** Waits between attempts. A test passes its own. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

interface Webhook {
  /** Resolves when every request has been tried once, whatever the outcome; further attempts go on in the background. */
  deliver(transaction: Transaction): Promise<void>
  /** Gives up all pending deliveries. */
  close(): void
}

const attemptTimeoutMs = 30_000
const firstRetryMs = 500
const maxRetryMs = 60_000
const maxAttempts = 20

export function createWebhook(options: WebhookOptions): Webhook {
  const { log, wait = (ms, signal) => sleep(ms, undefined, { signal, ref: false }) } = options
  const closing = new AbortController()

  /** The outcome: an HTTP status, or 0 for a site that is not there, or not yet. */
  async function attempt(request: Request): Promise<number> {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(attemptTimeoutMs)])
    try {
      const response = await options.fetch(request, { signal })
      await response.body?.cancel()
      return response.status
    } catch {
      return 0
    }
  }

  async function tell(transaction: Transaction, change: Change, tried: () => void): Promise<void> {
    const idempotencyKey = options.newId()
    let status = 0
    for (let count = 0; count < maxAttempts; count += 1) {
      if (count > 0) await wait(Math.min(firstRetryMs * 2 ** (count - 1), maxRetryMs), closing.signal)
      status = await attempt(await signedRequest(options, transaction, change, idempotencyKey))
      tried()
      if (status >= 200 && status < 300) return
      if (status !== 0 && status !== 429 && status < 500) break
    }
    log(`lake: the webhook for ${change.id} was given up: ${status === 0 ? 'no answer' : `HTTP ${status}`}`)
  }

  return {
    async deliver(transaction) {
      const published = transaction.changes.filter(({ id }) => isPublishedId(id))
      await Promise.all(
        published.map((change) => {
          return new Promise<void>((tried) => {
            tell(transaction, change, tried).catch((error: unknown) => {
              tried()
              // Closing rejects the wait between attempts; then there is nobody left to notify.
              if (!closing.signal.aborted)
                log(`lake: the webhook for ${change.id} was not sent: ${String(error)}`)
            })
          })
        }),
      )
    },
    close: () => closing.abort(),
  }
}

async function signedRequest(
  { url, secret, projectId, dataset, clock }: WebhookOptions,
  { id, timestamp }: Transaction,
  { id: documentId, before, after }: Change,
  idempotencyKey: string,
): Promise<Request> {
  const { _id, _type, _rev } = after ?? before ?? { _id: documentId, _type: '', _rev: '' }
  const body = JSON.stringify({ _id, _type, _rev })
  // Signed again for each attempt: receivers may refuse an old timestamp. None before 2021 can be signed: a clock was never set then.
  const time = Math.max(clock().getTime(), Date.UTC(2021, 0, 1))
  const signature = await encodeSignatureHeader(body, time, secret)
  const operation = before === null ? 'create' : after === null ? 'delete' : 'update'
  return new Request(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      [SIGNATURE_HEADER_NAME]: signature,
      'idempotency-key': idempotencyKey,
      'sanity-operation': operation,
      'sanity-transaction-id': id,
      'sanity-transaction-time': formatMicros(timestamp),
      'sanity-dataset': dataset,
      'sanity-document-id': documentId,
      'sanity-project-id': projectId,
      'sanity-webhook-id': 'lake',
    },
  })
}
