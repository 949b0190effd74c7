import { describe, expect, it } from 'vitest'
import { isLong } from './support/long.ts'
import { openPage } from './support/browser.ts'
import { authorClient } from '#scripts/harness/author-client.ts'
import { previewAddress } from '#scripts/harness/preview-address.ts'
import { browser, site } from './support/running.ts'

/** A word in every kind of field of drafts, and nowhere else. No reader may ever get it. */
const canary = 'CANARYDRAFT'

const publicPaths = [
  '/',
  '/draft',
  '/manual.md',
  '/manual.json',
  '/llms.txt',
  '/now',
  '/sitemap.xml',
  '/robots.txt',
  '/icon.svg',
  '/opengraph-image.png',
  '/nothing-here',
  '/readyz',
  '/healthz',
  '/?_rsc=1',
]

/** The headers and the body of an answer. */
async function everythingOf(path: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(site.url + path, { headers, redirect: 'manual' })
  return JSON.stringify([...response.headers]) + (await response.text())
}

/** The cookies of a valid preview. */
async function previewCookies(): Promise<string> {
  const page = await openPage(browser)
  await page.goto(await previewAddress(site))
  const cookies = await page.context().cookies()
  expect(await page.getByText(canary).count()).toBeGreaterThan(0)
  await page.context().close()
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

async function writeDrafts() {
  const client = authorClient(site)
  const [manual, shelf] = await Promise.all([client.getDocument('manual'), client.getDocument('shelf')])
  await client
    .transaction()
    .createOrReplace({
      ...manual,
      _id: 'drafts.manual',
      _type: 'manual',
      headline: canary,
      name: canary,
      kicker: canary,
    })
    .createOrReplace({ ...shelf, _id: 'drafts.shelf', _type: 'shelfSection', title: canary, eyebrow: canary })
    .commit()
}

describe('a draft', () => {
  it('is in no answer to a reader, whether without cookies or with forged, broken or revoked ones', async () => {
    await writeDrafts()
    const real = await previewCookies()
    const [, name, access = ''] = /(preview-access-\d+)=([^;]*)/.exec(real) ?? []
    const withoutAccess = {
      none: '',
      forged: `${name}=e30.e30`,
      broken: `${name}=${access.slice(0, -2)}xx`,
      'that of another port': `preview-access-1=${access}`,
      'draft mode of Next.js alone': '__prerender_bypass=0123456789abcdef',
      'perspective only': 'sanity-preview-perspective=drafts',
    }
    for (const [name, cookie] of Object.entries(withoutAccess)) {
      for (const path of publicPaths) {
        for (const headers of [
          { cookie },
          { cookie, rsc: '1' },
          { cookie, 'next-router-prefetch': '1', rsc: '1' },
        ]) {
          const answer = await everythingOf(path, headers)
          expect(answer.includes(canary) && `${path} with ${name}`).toBe(false)
        }
      }
    }
  })

  it('is only in the answers to its own preview, which no cache may store', async () => {
    await writeDrafts()
    const cookie = await previewCookies()
    const draft = await fetch(site.url, { headers: { cookie } })
    expect(await draft.text()).toContain(canary)
    expect(draft.headers.get('cache-control')).toMatch(/private.*no-store/)
    expect(draft.headers.get('etag')).toBeNull()
    for (const path of publicPaths.filter((path) => path.includes('.'))) {
      expect((await everythingOf(path, { cookie })).includes(canary) && path).toBe(false)
    }
  })

  it('is in no answer to readers while others preview, publish, discard and read', async () => {
    await writeDrafts()
    const client = authorClient(site)
    const cookie = await previewCookies()
    let leaks = 0
    let previews = 0
    const read = async (index: number) => {
      const answer = await everythingOf(publicPaths[index % publicPaths.length] as string)
      if (answer.includes(canary)) leaks += 1
    }
    const preview = async () => {
      const answer = await everythingOf('/', { cookie })
      if (answer.includes(canary)) previews += 1
    }
    const write = async (round: number) => {
      await client
        .patch('manual')
        .set({ kicker: `Published ${round}` })
        .commit()
      if (round % 2 === 0) await client.delete('drafts.shelf')
      else await writeDrafts()
    }
    const rounds = isLong ? 50 : 10
    for (let round = 0; round < rounds; round += 1) {
      const reads = Array.from({ length: 16 }, (_, index) => read(round * 16 + index))
      await Promise.all([...reads, preview(), preview(), preview(), write(round)])
    }
    expect(leaks).toBe(0)
    expect(previews).toBe(3 * rounds)
    expect(site.log).toEqual([])
  })
})

describe('a reader’s page', () => {
  it('contains nothing of the preview', async () => {
    const html = await (await fetch(site.url)).text()
    expect(html).not.toMatch(/draft|preview|data-sanity|stega|\/api\/|\.js["?]/i)
    expect(html).not.toMatch(/[\u200B-\u200D\u2060\uFEFF]/)
  })
})
