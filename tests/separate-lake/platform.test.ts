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
import { revalidateSecret as secret } from './separate-lake.ts'

/** A module that sets a process's clock: the time it has at its start. */
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

/** The site as a platform runs it: Next.js alone, on the build that `npm start` would use. */
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

it('a platform that runs Next.js without our server shows the manual, and what was published once the webhook says so', async () => {
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

it('on such a platform a page changes with the day, without anybody publishing', async () => {
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
  // It was kept until then, not made for each reader.
  expect(performance.now() - started).toBeGreaterThan(1000)
})
