import { expect, test } from 'vitest'
import { createWebhook, type WebhookOptions } from '#sanity/lake/webhook.ts'

const change = (id: string) => ({
  id,
  before: null,
  after: { _id: id, _type: 'note', _rev: 't', _createdAt: '', _updatedAt: '' },
  mutations: [],
})
const transaction = { id: 't', timestamp: 0, author: 'author', changes: [change('a')] }

function start(answers: (number | Error)[], wait?: WebhookOptions['wait']) {
  const waits: number[] = []
  const log: string[] = []
  let requests = 0
  let finish = () => {}
  const finished = new Promise<void>((resolve) => (finish = resolve))
  const webhook = createWebhook({
    url: 'http://site.example/hook',
    secret: 'secret',
    projectId: 'manual',
    dataset: 'production',
    clock: () => new Date('2025-11-25T12:00:00Z'),
    newId: () => 'id',
    log: (line) => {
      log.push(line)
      finish()
    },
    wait: wait ?? (async (ms) => void waits.push(ms)),
    fetch: async () => {
      requests += 1
      const answer = answers.shift() ?? 200
      if (answers.length === 0 && answer === 200) finish()
      if (answer instanceof Error) throw answer
      return new Response(null, { status: answer })
    },
  })
  return { webhook, waits, log, finished, count: () => requests }
}

test('attempts wait twice as long each time, up to a minute', async () => {
  const site = start([...Array.from({ length: 9 }, () => 503), 200])
  await site.webhook.deliver(transaction)
  await site.finished
  expect(site.waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
  expect(site.log).toEqual([])
})

test('a refused connection is tried again; after twenty attempts the log says that it was given up', async () => {
  const site = start(Array.from({ length: 30 }, () => new TypeError('fetch failed')))
  await site.webhook.deliver(transaction)
  await site.finished
  expect(site.count()).toBe(20)
  expect(site.log).toEqual(['lake: the webhook for a was given up: no answer'])
})

test('delivering resolves after the first attempt, whatever came of it', async () => {
  const site = start([500, 500, 500], () => new Promise(() => {}))
  await site.webhook.deliver({ ...transaction, changes: [change('a'), change('drafts.b'), change('c')] })
  expect(site.count()).toBe(2)
})

test('closing gives up what waits and what is under way', async () => {
  const waiting = start([500], (_ms, signal) => new Promise((_resolve, reject) => abortWith(signal, reject)))
  await waiting.webhook.deliver(transaction)
  waiting.webhook.close()
  const hanging = start([])
  const delivered = hanging.webhook.deliver(transaction)
  hanging.webhook.close()
  await delivered
  expect([waiting.count(), waiting.log, hanging.log]).toEqual([1, [], []])
})

function abortWith(signal: AbortSignal, reject: (reason: unknown) => void): void {
  signal.addEventListener('abort', () => reject(signal.reason))
}
