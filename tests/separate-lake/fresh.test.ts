import { request } from 'node:http'
import { expect, it, onTestFinished, vi } from 'vitest'
import { seedDocuments } from '#sanity/seed/index.ts'
import { authorClient } from '#scripts/harness/author-client.ts'
import { startSite, type Site } from '#scripts/harness/site.ts'
import { followPublishes, percentile } from '#scripts/harness/freshness/instances.ts'
import { startLine } from '#scripts/harness/freshness/line.ts'
import { publishTwiceWhileRead } from '#scripts/harness/freshness/reads.ts'
import {
  publishWhileFailing,
  publishWhileRendering,
  sendWebhook,
} from '#scripts/harness/freshness/webhooks.ts'
import { tokens } from '#scripts/harness/tokens.ts'
import { startContentApi, type ContentApi } from '#scripts/harness/content-api.ts'
import { revalidateSecret as secret } from './separate-lake.ts'

const clientOf = (api: ContentApi) => authorClient({ url: new URL(api.url).origin, writeToken: tokens.write })

async function setUp() {
  const api = await startContentApi({ seed: seedDocuments })
  onTestFinished(() => api[Symbol.asyncDispose]())
  return { api, client: clientOf(api), env: { ...api.env, SANITY_REVALIDATE_SECRET: secret } }
}

const readiness = async ({ url }: Site) =>
  (await (await fetch(`${url}/readyz`)).json()) as { content: string; listener?: unknown }

it('no reader gets content from before an acknowledged publish, however quickly another follows', async () => {
  await using site = await startSite()
  const { stale, count } = await publishTwiceWhileRead(site.url, authorClient(site), 30)
  expect(stale).toEqual([])
  expect(count).toBeGreaterThan(30 * 6)
  expect(site.log).toEqual([])
})

it('no reader gets content from before a webhook, even if it comes while a page is rendered', async () => {
  const { api, client, env } = await setUp()
  await using site = await startSite(env)
  const options = { url: site.url, api, client, secret, rounds: 10 }
  expect(await publishWhileRendering({ ...options, delay: 300 })).toMatchObject({ stale: [] })
  expect(await publishWhileFailing({ ...options, rounds: 5, delay: 0 })).toMatchObject({ stale: [] })
})

it('while the content API hangs, only the first reader waits for it', async () => {
  const { api, env } = await setUp()
  await using site = await startSite(env)
  await (await fetch(site.url)).text()
  api.failWith(() => {
    // Accepts the request and never answers.
  })
  await sendWebhook(site.url, { _id: 'manual', _type: 'manual' }, secret)
  await (await fetch(site.url)).text()
  const began = performance.now()
  for (let count = 0; count < 20; count += 1) {
    const response = await fetch(`${site.url}/manual.json`)
    expect(response.status).toBe(200)
    await response.text()
  }
  expect(performance.now() - began).toBeLessThan(3000)
  expect(await readiness(site)).toMatchObject({
    content: 'last good',
    listener: { cutOffSince: expect.any(String) },
  })
  api.failWith()
  await vi.waitFor(
    async () =>
      expect(await readiness(site)).toEqual({
        content: 'current',
        listener: 'connected',
        revision: expect.any(String),
      }),
    { timeout: 20_000, interval: 200 },
  )
  expect(site.log.filter((line) => line.includes('not heard of'))).toHaveLength(1)
  expect(site.log.filter((line) => line.includes('heard of again'))).toHaveLength(1)
})

it('every instance follows changes by itself, even after an interruption, and when queries lag behind events', async () => {
  const { api, client } = await setUp()
  const line = await startLine(new URL(api.url))
  onTestFinished(() => line.close())
  const sites = await Promise.all([
    startSite(api.env),
    startSite({ ...api.env, SANITY_API_HOST: `${line.origin}/lake` }),
  ])
  onTestFinished(async () => void (await Promise.all(sites.map((site) => site[Symbol.asyncDispose]()))))
  const urls = sites.map((site) => () => site.url)

  const { arrivals, ...faults } = await followPublishes(urls, client, 20)
  expect(faults).toEqual({ wentBack: [], failed: [] })
  expect(percentile(arrivals, 0.95)).toBeLessThan(3000)

  line.cut()
  expect(await followPublishes(urls.slice(0, 1), client, 5)).toMatchObject({ wentBack: [], failed: [] })
  line.mend()
  expect(await followPublishes(urls, client, 10)).toMatchObject({ wentBack: [], failed: [] })

  await api.lagQueries(1000)
  expect(await followPublishes(urls, client, 10)).toMatchObject({ wentBack: [], failed: [] })
})

it('readers of two sites that run from one folder each get their own manual', async () => {
  await using one = await startSite()
  await using other = await startSite()
  const paths = ['/', '/manual.md', '/manual.json', '/llms.txt', '/sitemap.xml', '/nowhere']
  const readAll = ({ url }: Site) => Promise.all(paths.map(async (path) => (await fetch(url + path)).text()))
  await Promise.all([readAll(one), readAll(other)])
  await authorClient(one).patch('manual').set({ headline: 'Only of the first', identity: 'First' }).commit()
  expect((await readAll(one)).join('\n')).toContain('Only of the first')
  for (const text of await readAll(other)) expect(text).not.toMatch(/Only of the first|First/)
  const addresses = (await readAll(other)).join('\n')
  expect(addresses).toContain(new URL(other.url).host)
  expect(addresses).not.toContain(new URL(one.url).host)
})

it("a site that is switched to an unreachable dataset does not show the previous dataset's manual", async () => {
  const { api, env } = await setUp()
  const embedded = await startSite()
  onTestFinished(() => embedded[Symbol.asyncDispose]())
  expect(await (await fetch(embedded.url)).text()).toContain('I build systems to understand them.')
  await embedded.stop()
  api.failWith((request) => request.socket.destroy())
  const other = await startSite(env, embedded.dataDir)
  const response = await fetch(other.url)
  expect(response.status).toBe(503)
  expect(await response.text()).not.toContain('I build systems to understand them.')
  await other.stop()
})

it('no request can make the site cache a page in advance', async () => {
  await using site = await startSite()
  const { hostname, port } = new URL(site.url)
  const ask = (method: string, path: string) =>
    new Promise<void>((resolve, reject) => {
      const call = request({ hostname, port, method, path }, (response) =>
        response.resume().on('end', resolve),
      )
      call.on('error', reject).end()
    })
  for (let generation = 1; generation < 12; generation += 1) {
    const route = `/published/${generation}`
    for (const path of [
      route,
      `/x/..${route}`,
      `/_next/..${route}/manual.md`,
      `/%2e%2e${route}`,
      `/.${route}`,
    ])
      await ask('GET', path)
    for (const method of ['POST', 'OPTIONS', 'PUT', 'PATCH'])
      for (const path of [route, `${route}/manual.json`, `${route}/now`]) await ask(method, path)
  }
  const { stale } = await publishTwiceWhileRead(site.url, authorClient(site), 5)
  expect(stale).toEqual([])
})

it('an import of 300 documents in one transaction is on the page within a second', async () => {
  await using site = await startSite()
  const client = authorClient(site)
  // The first page that a process renders takes longer.
  await (await fetch(site.url)).text()
  const transaction = client.transaction()
  for (let at = 0; at < 300; at += 1)
    transaction.create({ _id: `imported-${at}`, _type: 'proseSection', anchor: `a-${at}`, eyebrow: 'E' })
  transaction.patch('manual', (patch) => patch.set({ headline: 'Imported' }))
  await transaction.commit()
  const began = performance.now()
  expect(await (await fetch(site.url)).text()).toContain('Imported')
  expect(performance.now() - began).toBeLessThan(1000)
})
