// Tells the site what changed, as hosted Sanity's GROQ-powered webhooks do: one signed request per changed document, tried
// again while the site is away. Pending deliveries are not stored: after a crash the site revalidates everything on start.
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeSignatureHeader, SIGNATURE_HEADER_NAME } from '@sanity/webhook'
import { formatMicros } from './clock.ts'
import { isPublishedId } from './documents.ts'
import { type LoggedTransaction } from './store.ts'
import { type Change } from './transaction.ts'

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

export interface Webhook {
  /** Resolves when every request was tried once, whatever came of it; further attempts go on by themselves. */
  deliver(transaction: LoggedTransaction): Promise<void>
  /** Lets attempts under way finish for a moment, and gives up the rest. */
  close(): Promise<void>
}

const ATTEMPT_TIMEOUT_MS = 30_000
const CLOSE_GRACE_MS = 500
const FIRST_RETRY_MS = 500
const MAX_RETRY_MS = 60_000
const MAX_ATTEMPTS = 20

type Outcome = 'done' | 'retry' | { refused: string }

export function createWebhook(options: WebhookOptions): Webhook {
  const { url, log } = options
  const wait = options.wait ?? ((ms, signal) => sleep(ms, undefined, { signal, ref: false }))
  const closing = new AbortController()
  const attempts = new Set<Promise<Outcome>>()

  async function attempt(request: () => Promise<Request>): Promise<Outcome> {
    try {
      const response = await options.fetch(await request())
      await response.body?.cancel()
      if (response.ok) return 'done'
      const again = response.status === 429 || response.status >= 500
      return again ? 'retry' : { refused: `HTTP ${response.status}` }
    } catch {
      return 'retry' // refused, reset or timed out: the site is not there yet
    }
  }

  async function tracked(request: () => Promise<Request>): Promise<Outcome> {
    const running = attempt(request)
    attempts.add(running)
    const outcome = await running
    attempts.delete(running)
    return outcome
  }

  async function retry(request: () => Promise<Request>, name: string, first: Outcome): Promise<void> {
    let outcome = first
    for (let count = 1; outcome === 'retry' && count < MAX_ATTEMPTS; count += 1) {
      await wait(Math.min(FIRST_RETRY_MS * 2 ** (count - 1), MAX_RETRY_MS), closing.signal)
      outcome = await tracked(request)
    }
    if (outcome === 'done') return
    log(`lake: the webhook for ${name} was given up: ${outcome === 'retry' ? 'no answer' : outcome.refused}`)
  }

  return {
    async deliver(transaction) {
      const published = transaction.changes.filter(({ id }) => isPublishedId(id))
      const first = published.map(async (change) => {
        const idempotencyKey = options.newId()
        const request = () => signedRequest(options, transaction, change, idempotencyKey)
        const outcome = await tracked(request)
        // Closing rejects the wait between attempts; then there is nobody left to tell.
        retry(request, change.id, outcome).catch(() => undefined)
      })
      await Promise.all(first)
    },
    async close() {
      closing.abort()
      await Promise.race([Promise.all(attempts), sleep(CLOSE_GRACE_MS)])
      if (attempts.size > 0)
        log(`lake: closed with ${attempts.size} unanswered requests to ${new URL(url).origin}`)
    },
  }
}

async function signedRequest(
  { url, secret, projectId, dataset, clock }: WebhookOptions,
  { id, timestamp }: LoggedTransaction,
  { id: documentId, before, after }: Change,
  idempotencyKey: string,
): Promise<Request> {
  const { _id, _type, _rev } = after ?? before ?? { _id: documentId, _type: '', _rev: '' }
  const body = JSON.stringify({ _id, _type, _rev })
  // Signed anew for each attempt: receivers may refuse an old timestamp.
  const signature = await encodeSignatureHeader(body, clock().getTime(), secret)
  const operation = before === null ? 'create' : after === null ? 'delete' : 'update'
  return new Request(url, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
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
