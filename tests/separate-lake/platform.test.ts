import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished, vi } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { startContentApi } from '#scripts/harness/content-api.ts'
import { sendWebhook } from '#scripts/harness/freshness/webhooks.ts'
import { freePort } from '#scripts/harness/ports.ts'
import { tokens } from '#scripts/harness/tokens.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import { parseAtomFeed } from 'feedsmith'
import { revalidateSecret as secret } from './separate-lake.ts'

/** Writes a module that sets the clock of a process, from its start. */
function clockFrom(time: Date, directory: string): string {
  const file = join(directory, 'clock.mjs')
  writeFileSync(
    file,
    `const Real = Date, ahead = ${time.getTime()} - Real.now()
Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + ahead })
globalThis.Date = class extends Real {
  constructor(...given) { given.length === 0 ? super(Real.now() + ahead) : super(...given) }
  static now() { return Real.now() + ahead }
  // Next.js copies what is its own.
  static parse = Real.parse
  static UTC = Real.UTC
}`,
  )
  return `--import=${pathToFileURL(file).href}`
}

/** Runs the site as a platform does: Next.js alone, on the build of `npm start`. */
async function startNext(env: Record<string, string>, startsAt?: Date) {
  const dataDir = mkdtempSync(join(tmpdir(), 'operating-manual-'))
  const port = await freePort()
  const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'start', '-p', String(port)], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATA_DIR: dataDir,
      SITE_URL: 'https://example.org',
      ...(startsAt && { NODE_OPTIONS: clockFrom(startsAt, dataDir) }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => void log.push(chunk.toString()))
  onTestFinished(async () => {
    if (child.exitCode === null && child.kill()) await once(child, 'exit')
    rmSync(dataDir, { recursive: true, force: true })
  })
  const url = `http://localhost:${port}`
  await vi.waitFor(async () => expect((await fetch(`${url}/healthz`)).status).toBe(200), {
    timeout: 30_000,
    interval: 100,
  })
  return { url, log }
}

it('a platform that runs Next.js without our server shows the manual, and new content after a webhook', async () => {
  const api = await startContentApi({ seed: seedDocuments })
  onTestFinished(() => api[Symbol.asyncDispose]())
  const { url, log } = await startNext({ ...api.env, SANITY_REVALIDATE_SECRET: secret })
  const paths = [
    '/',
    '/manual.md',
    '/manual.json',
    '/llms.txt',
    '/sitemap.xml',
    '/opengraph-image.png',
    '/now',
  ]
  const read = async (path: string) => fetch(url + path, { redirect: 'manual' })
  for (const path of paths)
    expect([path, (await read(path)).status]).toEqual([path, path === '/now' ? 307 : 200])
  expect((await read('/')).headers.get('x-nextjs-cache')).toBe('HIT')
  expect((await read('/nowhere')).status).toBe(404)
  expect((await read('/published/1')).status).toBe(404)

  const client = authorClient({ url: new URL(api.url).origin, writeToken: tokens.write })
  const { transactionId } = await client
    .transaction()
    .patch('manual', (patch) => patch.set({ headline: 'Published since' }))
    .commit()
  await api.lagQueries(500)
  const answered = sendWebhook(url, { _id: 'manual', _type: 'manual', _rev: transactionId }, secret)
  expect((await answered).status).toBe(200)
  expect(await (await read('/')).text()).toContain('Published since')
  expect(await (await read('/manual.md')).text()).toContain('Published since')
  expect(log.join('')).not.toMatch(/error|warn|not heard/i)
})

it('on such a platform, a page changes when a new day begins, without a publish', async () => {
  const midnight = Date.parse('2026-12-02T00:00:00Z')
  const seed = () =>
    seedDocuments().map((document) => {
      if (document._type !== 'nowSection') return document
      const readings = (document.readings as object[]).map((reading) => ({
        ...reading,
        confirmed: '2026-11-24',
      }))
      return { ...document, review: 'weekly', readings }
    })
  const api = await startContentApi({ seed })
  onTestFinished(() => api[Symbol.asyncDispose]())
  const { url } = await startNext(
    { ...api.env, SANITY_REVALIDATE_SECRET: secret },
    new Date(midnight - 10_000),
  )
  const page = async () => (await (await fetch(url)).text()).replaceAll(/<script.*?<\/script>|<[^>]*>/gs, '')
  expect(await page()).toContain('Operating Manual')
  expect(await page()).not.toContain('not confirmed since')
  const started = performance.now()
  await vi.waitFor(async () => expect(await page()).toContain('not confirmed since 24 Nov 2026'), {
    timeout: 19_000,
    interval: 500,
  })
  // The page was cached until then, not rendered for each reader.
  expect(performance.now() - started).toBeGreaterThan(1000)
})

/** Several suites share the machine. */
const patient = { timeout: 30_000, interval: 200 }

it('a platform writes the record by the webhook alone, and an edition closes there without one', async () => {
  const api = await startContentApi({ seed: seedDocuments })
  onTestFinished(() => api[Symbol.asyncDispose]())
  const client = authorClient({ url: new URL(api.url).origin, writeToken: tokens.write })
  const canary = 'CANARYDRAFT'
  await client.create({ _id: 'drafts.manual', _type: 'manual', headline: canary, kicker: canary })
  const { url, log } = await startNext({
    ...api.env,
    SANITY_REVALIDATE_SECRET: secret,
    // Two seconds.
    EDITION_SETTLE_MINUTES: String(1 / 30),
  })
  const read = async (path: string) => {
    const response = await fetch(url + path, { redirect: 'manual' })
    const text = await response.text()
    expect([path, text.includes(canary)]).toEqual([path, false])
    return { status: response.status, text, location: response.headers.get('location') }
  }
  const addresses = ['/editions', '/editions/1', '/editions/1.md', '/editions.atom', '/on/2026-11-26']
  for (const path of addresses) expect([path, (await read(path)).status]).toEqual([path, 404])

  // As Sanity sends it with the filter of version 0.1.0: no webhooks for what the ledger writes.
  const publish = async (fields: Record<string, unknown>) => {
    const { _rev } = await client.patch('manual').set(fields).commit()
    expect((await sendWebhook(url, { _id: 'manual', _type: 'manual', _rev }, secret)).status).toBe(200)
  }
  await publish({ record: 'public', headline: 'As it began' })
  const stored = () =>
    client.fetch<{ number: number; date: string; uuid: string }[]>(
      '*[_type == "edition"] | order(number asc){number, date, uuid}',
    )
  expect(await stored()).toMatchObject([{ number: 1 }])
  const feed = async () => parseAtomFeed((await read('/editions.atom')).text)
  expect((await read('/')).text).toContain('https://example.org/editions.atom')
  await vi.waitFor(async () => expect((await feed()).entries).toHaveLength(1), patient)
  await publish({ headline: 'As it went on' })
  const [one, two] = await stored()
  expect(two?.number).toBe(2)
  expect((await read('/editions')).text).toContain('Opening')
  expect((await read('/editions/1')).text).toContain('As it began')
  expect((await read('/editions/1.md')).text).toMatch(/^Edition 1\./)
  expect((await read('/editions/9')).status).toBe(404)
  expect((await read(`/on/${two!.date.slice(0, 10)}`)).location).toBe('/editions/2')

  // The date is the same everywhere, even if a document changes in a way that readers do not see.
  await client.patch('shelf').set({ review: 'yearly' }).commit()
  const { _rev } = await client.patch('manual').set({ nobodyReadsThis: true }).commit()
  await sendWebhook(url, { _id: 'manual', _type: 'manual', _rev }, secret)
  await vi.waitFor(async () => expect((await feed()).entries).toHaveLength(2), patient)
  expect(await stored()).toEqual([one, two])
  expect((await read('/sitemap.xml')).text).toContain(`<lastmod>${two!.date}</lastmod>`)
  // A page that was rendered without the record is rendered again within seconds.
  await vi.waitFor(
    async () => expect((await read('/')).text.includes(`"dateModified":"${two!.date}"`)).toBe(true),
    patient,
  )
  expect(JSON.parse((await read('/manual.json')).text)).toMatchObject({
    published: two!.date,
    edition: { number: 2, date: two!.date },
  })
  const { updated, entries } = await feed()
  expect([updated, entries?.map(({ id, published }) => [id, published])]).toEqual([
    two!.date,
    [two, one].map((edition) => [`urn:uuid:${edition!.uuid}`, edition!.date]),
  ])

  await publish({ record: 'private' })
  for (const path of [...addresses, '/editions/2', `/on/${two!.date.slice(0, 10)}`])
    expect([path, (await read(path)).status]).toEqual([path, 404])
  expect((await read('/')).text).not.toMatch(/edition/i)
  expect(log.join('')).not.toMatch(/error|warn|not heard/i)
})
