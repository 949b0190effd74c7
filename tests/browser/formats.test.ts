import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SanityClient } from '@sanity/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { startSite, type Site } from '#scripts/harness/site.ts'

let site: Site
let client: SanityClient
beforeAll(async () => {
  site = await startSite()
  client = authorClient(site)
})
afterAll(() => site[Symbol.asyncDispose]())

const get = (path: string, init: RequestInit = {}) => fetch(site.url + path, { redirect: 'manual', ...init })

const forms = [
  ['/', 'text/html; charset=utf-8'],
  ['/manual.md', 'text/markdown; charset=utf-8'],
  ['/manual.json', 'application/json; charset=utf-8'],
  ['/llms.txt', 'text/plain; charset=utf-8'],
  ['/sitemap.xml', 'application/xml; charset=utf-8'],
] as const

describe('every format of the manual', () => {
  it.each(forms)('%s is %s, public, and revalidated on each request', async (path, type) => {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate')
    expect(response.headers.get('vary')).toContain('Accept-Encoding')
  })

  it.each(forms)('%s answers 304 to a matching ETag in every encoding, and HEAD like GET', async (path) => {
    for (const encoding of ['br', 'gzip', 'identity']) {
      const headers = { 'accept-encoding': encoding }
      const response = await get(path, { headers })
      const body = await response.text()
      expect(response.headers.get('content-encoding') ?? 'identity').toBe(encoding)
      const etag = response.headers.get('etag') ?? ''
      expect(etag).toMatch(/^W\/"[\w-]+"$/)

      const head = await get(path, { method: 'HEAD', headers })
      expect(await head.text()).toBe('')
      // Without the length, which shrinks once the best compression is ready.
      const lasting = (from: Response) =>
        [...from.headers].filter(
          ([name]) => !/^(date|connection|keep-alive|content-length|x-nextjs)/.test(name),
        )
      expect(lasting(head)).toEqual(lasting(response))

      for (const method of ['GET', 'HEAD']) {
        const again = await get(path, { method, headers: { ...headers, 'if-none-match': etag } })
        expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
      }
      const other = await get(path, { headers: { ...headers, 'if-none-match': '"another"' } })
      expect([other.status, await other.text()]).toEqual([200, body])
    }
  })

  it.each(forms)('%s is rendered once, and then cached', async (path) => {
    await get(path)
    expect((await get(path)).headers.get('x-nextjs-cache')).toBe('HIT')
  })

  it('has the same revision', async () => {
    const json = await get('/manual.json')
    const { revision } = (await json.json()) as { revision: string }
    expect(json.headers.get('etag')).toBe(`W/"${revision}"`)
    for (const path of ['/', '/manual.md']) expect(await (await get(path)).text()).toContain(revision)
  })

  it('is linked from the head of the page', async () => {
    const html = await (await get('/')).text()
    for (const [path, type] of forms.slice(1, 4)) {
      const link = new RegExp(`<link rel="alternate" type="${type.split(';')[0]}" href="[^"]*${path}"`)
      expect(html).toMatch(link)
    }
  })

  it('is new for the next reader after a publish', async () => {
    for (let round = 0; round < 5; round += 1) {
      const headline = `Round ${round}`
      await client.patch('manual').set({ headline }).commit()
      const answers = await Promise.all(forms.slice(0, 4).map(async ([path]) => (await get(path)).text()))
      for (const text of answers) expect(text).toContain(headline)
    }
    const { published } = (await (await get('/manual.json')).json()) as { published: string }
    expect(await (await get('/sitemap.xml')).text()).toContain(`<lastmod>${published}</lastmod>`)
    expect(await (await get('/')).text()).toContain(`"dateModified":"${published}"`)
  })
})

describe('the picture of the title block', () => {
  it('is linked from the page with its revision, and drawn again after a publish', async () => {
    const named = async () =>
      /<meta property="og:image" content="([^"]+)"/.exec(await (await get('/')).text())?.[1] ?? ''
    const { revision } = (await (await get('/manual.json')).json()) as { revision: string }
    const address = await named()
    expect(address).toBe(`${site.url}/opengraph-image.png?${revision}`)
    const before = await fetch(address)
    expect(before.headers.get('content-type')).toBe('image/png')
    const etag = before.headers.get('etag') ?? ''
    expect((await fetch(address, { headers: { 'if-none-match': etag } })).status).toBe(304)

    await client.patch('manual').set({ headline: 'Drawn again' }).commit()
    expect(await named()).not.toBe(address)
    expect((await fetch(await named())).headers.get('etag')).not.toBe(etag)
  })

  it('is accompanied by icons in SVG and PNG, and by a favicon.ico', async () => {
    const html = await (await get('/')).text()
    const icons = [...html.matchAll(/<link rel="(?:apple-touch-)?icon" href="([^"]+)"/g)].map(
      ([, path]) => path,
    )
    expect(icons).toHaveLength(2)
    const types = icons.map(async (path) => (await get(path ?? '')).headers.get('content-type'))
    expect(await Promise.all(types)).toEqual(['image/svg+xml', 'image/png'])
    const unnamed = await get('/favicon.ico')
    expect([unnamed.status, unnamed.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
    expect(await unnamed.text()).toBe(await (await get(icons[0] ?? '')).text())
  })
})

describe('/now', () => {
  it('redirects to the first Now section, at its current anchor', async () => {
    const location = async () => (await get('/now')).headers.get('location')
    expect((await get('/now')).status).toBe(307)
    expect((await get('/now')).headers.get('cache-control')).toBe('public, max-age=0, must-revalidate')
    expect(await location()).toBe('/#now')
    await client.patch('now').set({ anchor: 'at-present' }).commit()
    expect(await location()).toBe('/#at-present')
    await client.patch('now').set({ anchor: 'now' }).commit()
    expect(await location()).toBe('/#now')
  })
})

it('robots.txt names the sitemap and the paths that are not for crawlers', async () => {
  const text = await (await get('/robots.txt')).text()
  expect(text).toContain(`Sitemap: ${site.url}/sitemap.xml`)
  expect(text).toContain('Disallow: /lake')
})

describe('the age of readings', () => {
  it('is shown on the page and in Markdown, with words when they are overdue', async () => {
    const at = (key: string, field: string) => `readings[_key=="${key}"].${field}`
    await client
      .patch('now')
      .set({
        review: 'weekly',
        [at('building', 'since')]: '2019-05-04',
        [at('reading', 'confirmed')]: '2020-02-03',
        [at('exploring', 'confirmed')]: new Date().toISOString().slice(0, 10),
      })
      .commit()
    const page = (await (await get('/')).text()).replaceAll(/<\/?time[^>]*>|<!-- -->/g, '')
    const markdown = await (await get('/manual.md')).text()
    for (const text of [page, markdown]) {
      expect(text).toMatch(/since May 2019\s*(<|\n)/)
      expect(text).toContain('not confirmed since 3 Feb 2020')
      expect(text).toMatch(/[^t] confirmed (on )?\d|[>\n]confirmed \d/)
    }
  })
})

describe('without any good content so far', () => {
  it('every format answers 503, until there is a manual', async () => {
    const manual = await client.getDocument('manual')
    await client.delete('manual')
    // The last good content is shown while it exists, even if nobody had requested this format.
    expect((await get('/manual.md')).status).toBe(200)
    rmSync(join(site.dataDir, 'last-good.json'))
    site = await site.restart()
    client = authorClient(site)
    const paths = [...forms.map(([path]) => path), '/now']
    for (const path of paths) {
      const response = await get(path)
      expect([path, response.status]).toEqual([path, 503])
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(response.headers.get('retry-after')).toBe('5')
      expect(response.headers.get('etag')).toBeNull()
    }
    await client.create(manual as NonNullable<typeof manual>)
    for (const path of paths) expect((await get(path)).status).toBeLessThan(400)
  })
})
