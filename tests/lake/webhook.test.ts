import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeSignatureHeader, isValidSignature, SIGNATURE_HEADER_NAME } from '@sanity/webhook'
import { expect, onTestFinished, test } from 'vitest'
import { action, startLake } from './support.ts'

interface Delivery {
  headers: Record<string, string>
  body: string
}

const secret = 'a-secret-for-tests'

/** A site that takes webhooks, and answers with the statuses given, then with 200. */
async function startSite(statuses: (number | 'hang')[] = []) {
  const deliveries: Delivery[] = []
  const waiting = new Set<() => void>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    deliveries.push({ headers: request.headers as never, body: Buffer.concat(chunks).toString() })
    waiting.forEach((check) => check())
    const status = statuses.shift() ?? 200
    if (status !== 'hang') response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const atLeast = (count: number) =>
    new Promise<Delivery[]>((resolve) => {
      const check = () => {
        if (deliveries.length < count) return
        waiting.delete(check)
        resolve(deliveries)
      }
      waiting.add(check)
      check()
    })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return { webhook: { url, secret }, deliveries, atLeast }
}

const summary = ({ headers }: Delivery) => `${headers['sanity-operation']} ${headers['sanity-document-id']}`

test('each change of published content is reported, in Sanity’s form and signed', async () => {
  const site = await startSite()
  const { client } = await startLake({ webhook: site.webhook })
  const { transactionId } = await client.mutate([{ create: { _id: 'a', _type: 'note', title: 'A' } }], {
    returnDocuments: false,
  })
  const [{ headers, body }] = site.deliveries as [Delivery]
  expect(JSON.parse(body)).toEqual({ _id: 'a', _type: 'note', _rev: transactionId })
  expect(headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'idempotency-key': expect.stringMatching(/\w+/),
    'sanity-operation': 'create',
    'sanity-transaction-id': transactionId,
    'sanity-transaction-time': expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    'sanity-project-id': 'manual',
    'sanity-dataset': 'production',
    'sanity-document-id': 'a',
  })
  const signature = headers[SIGNATURE_HEADER_NAME]!
  expect(await isValidSignature(body, signature, secret)).toBe(true)
  expect(await isValidSignature(body, signature, 'another secret')).toBe(false)
  expect(decodeSignatureHeader(signature).timestamp).toBeGreaterThan(1_700_000_000_000)
})

test('a change is reported by a machine whose clock was never set as well', async () => {
  const site = await startSite()
  const { client } = await startLake({ webhook: site.webhook, clock: () => new Date('2015-01-01T00:00:00Z') })
  await client.create({ _id: 'a', _type: 'note' })
  const [{ headers, body }] = site.deliveries as [Delivery]
  expect(await isValidSignature(body, headers[SIGNATURE_HEADER_NAME]!, secret)).toBe(true)
})

test('publishing, unpublishing and deleting are reported; drafts are not', async () => {
  const site = await startSite()
  const { client } = await startLake({ webhook: site.webhook })
  const pair = { draftId: 'drafts.a', publishedId: 'a' }
  const act = (name: string, more: object) => client.action({ actionType: action(name), ...more } as never)
  await client.create({ _id: 'drafts.a', _type: 'note' })
  await act('publish', pair)
  await act('edit', { ...pair, patch: { set: { title: 'x' } } })
  await act('publish', pair)
  await act('unpublish', pair)
  await act('publish', pair)
  await act('delete', { publishedId: 'a', includeDrafts: [] })
  expect(site.deliveries.map(summary)).toEqual(['create a', 'update a', 'delete a', 'create a', 'delete a'])
  expect(JSON.parse(site.deliveries[4]!.body)).toMatchObject({ _id: 'a', _type: 'note' })
})

test('the documents of a transaction are reported one by one; a transaction that fails is not reported', async () => {
  const site = await startSite()
  const { client } = await startLake({ webhook: site.webhook })
  const create = (...ids: string[]) => client.mutate(ids.map((_id) => ({ create: { _id, _type: 'note' } })))
  await create('a', 'b')
  await expect(create('c', 'a')).rejects.toThrow('already exists')
  await create('d')
  expect(site.deliveries.map(summary).toSorted()).toEqual(['create a', 'create b', 'create d'])
  const keys = site.deliveries.map(({ headers }) => headers['idempotency-key'])
  expect(new Set(keys).size).toBe(3)
})

test('the answer to a publish comes after the site has heard of it', async () => {
  const site = await startSite()
  const { client } = await startLake({ webhook: site.webhook })
  for (let count = 1; count <= 10; count += 1) {
    await client.create({ _id: `n${count}`, _type: 'note' })
    expect(site.deliveries).toHaveLength(count)
  }
})

test('the answer to a publish does not wait for ever', async () => {
  const site = await startSite(['hang'])
  const { client } = await startLake({ webhook: site.webhook })
  await client.create({ _id: 'a', _type: 'note' })
  expect(site.deliveries).toHaveLength(1)
})

test('a site that is away is told again, under the same key', async () => {
  const site = await startSite([503, 429])
  const { client } = await startLake({ webhook: site.webhook })
  await client.create({ _id: 'a', _type: 'note' })
  const deliveries = await site.atLeast(3)
  expect(new Set(deliveries.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
})

test('a site that refuses is not told again; the log says so', async () => {
  const site = await startSite([401])
  const { client, log } = await startLake({ webhook: site.webhook })
  await client.create({ _id: 'a', _type: 'note' })
  await client.create({ _id: 'b', _type: 'note' })
  expect(site.deliveries.map(summary)).toEqual(['create a', 'create b'])
  expect(log).toEqual(['lake: the webhook for a was given up: HTTP 401'])
})

test('a site that does not exist keeps nobody from writing', async () => {
  const { client, stop } = await startLake({ webhook: { url: 'http://127.0.0.1:9/', secret } })
  await client.create({ _id: 'a', _type: 'note' })
  expect(await client.fetch('count(*)')).toBe(1)
  await stop()
})
