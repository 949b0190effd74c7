import { describe, expect, it } from 'vitest'
import { authorClient, writeDraft } from '#scripts/harness/author-client.ts'
import { previewAddress } from '#scripts/harness/preview-address.ts'
import { openPage } from './support/browser.ts'
import { previewCookie } from './support/preview.ts'
import { browser, site } from './support/running.ts'

describe('a preview', () => {
  const showsDraft = async (cookie: string) =>
    (await (await fetch(site.url, { headers: { cookie } })).text()).includes('Only in the draft')

  it.each<[string, () => Promise<void>]>([
    [
      'all its secrets are deleted',
      async () => void (await authorClient(site).delete({ query: '*[_type == "sanity.previewUrlSecret"]' })),
    ],
    [
      'its author signs out',
      async () => {
        const page = await openPage(browser)
        const { request: browserRequest } = page.context()
        await browserRequest.post(`${site.url}/lake/sign-in`, { form: { token: site.writeToken } })
        const left = await browserRequest.post(`${site.url}/lake/vX/auth/logout`, {
          headers: { origin: site.url },
        })
        expect(left.status()).toBe(204)
      },
    ],
  ])('ends when %s, even for a browser that keeps the cookie', async (_, end) => {
    await writeDraft(authorClient(site), 'shelf', { title: 'Only in the draft' })
    const cookie = await previewCookie(site)
    expect(await showsDraft(cookie)).toBe(true)
    await end()
    expect(await showsDraft(cookie)).toBe(false)
    await authorClient(site).delete('drafts.shelf')
  })

  it('cannot be ended by a form on another site', async () => {
    const cookie = await previewCookie(site)
    const end = async (origin: string) => {
      const { status, headers } = await fetch(`${site.url}/api/draft-mode/disable`, {
        method: 'POST',
        headers: { cookie, origin },
        redirect: 'manual',
      })
      return [status, headers.getSetCookie().length]
    }
    expect(await end('https://evil.example')).toEqual([403, 0])
    expect(await end('null')).toEqual([403, 0])
    expect(await end(site.url)).toEqual([303, 1])
  })

  it('is not ended by its address, which leads to the page with the button that ends it', async () => {
    const cookie = await previewCookie(site)
    for (const method of ['GET', 'HEAD']) {
      const answer = await fetch(`${site.url}/api/draft-mode/disable`, {
        method,
        headers: { cookie },
        redirect: 'manual',
      })
      const { headers, status } = answer
      expect([status, headers.get('location'), headers.getSetCookie()]).toEqual([307, '/', []])
      expect(headers.get('cache-control')).toContain('no-store')
    }
    const page = await fetch(`${site.url}/api/draft-mode/disable`, { headers: { cookie } })
    expect(await page.text()).toContain('Exit')
  })

  it('with a forged cookie gets the reader’s page from the cache', async () => {
    const cookie = (await previewCookie(site)).replace(/=.*/, `=${'x'.repeat(80)}.${'y'.repeat(43)}`)
    const forged = await fetch(site.url, { headers: { cookie } })
    const reader = await fetch(site.url)
    expect(forged.headers.get('etag')).toBe(reader.headers.get('etag'))
    expect(forged.headers.get('content-security-policy')).toBe(reader.headers.get('content-security-policy'))
  })

  it.each([
    ['http', ''],
    ['https', '; Secure'],
  ])('sets cookies that every browser keeps on %s, and deletes them', async (protocol, secure) => {
    const headers = { 'x-forwarded-proto': protocol }
    const address = `${await previewAddress(site)}&sanity-preview-perspective=published`
    const opened = await fetch(address, { headers, redirect: 'manual' })
    const cookies = opened.headers.getSetCookie()
    const name = `${secure && '__Host-'}preview-access-${new URL(site.url).port}`
    expect(cookies.map((cookie) => cookie.replace(/=[^;]+/, '=…'))).toEqual([
      `${name}=…; Path=/${secure}; HttpOnly; SameSite=lax`,
    ])
    const left = await fetch(`${site.url}/api/draft-mode/disable`, {
      method: 'POST',
      headers: { ...headers, cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') },
      redirect: 'manual',
    })
    // A browser on http ignores a deletion with Secure, like the cookie itself; on https, a `__Host-` cookie
    // can only be deleted with Secure.
    expect(left.headers.getSetCookie().map((cookie) => cookie.replace(/ Expires=[^;]+;/, ''))).toEqual([
      `${name}=; Path=/; Max-Age=0${secure}; HttpOnly; SameSite=lax`,
    ])
  })

  it('says that it has ended when it was ended elsewhere, not that cookies are missing', async () => {
    const cookie = await previewCookie(site)
    await authorClient(site).delete({ query: '*[_type == "sanity.previewUrlSecret"]' })
    const answer = await fetch(`${site.url}/api/draft-mode/check?to=/`, { headers: { cookie } })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toMatch(/^This preview has ended/)
  })

  it('explains the problem to a browser that keeps no cookies, and to one that comes too late', async () => {
    const follow = async (address: string): Promise<Response> => {
      const response = await fetch(address, { redirect: 'manual' })
      const location = response.headers.get('location')
      return location ? follow(new URL(location, site.url).href) : response
    }
    const withoutCookies = await follow(await previewAddress(site))
    expect(withoutCookies.status).toBe(403)
    const advice = await withoutCookies.text()
    expect(advice).toContain('did not keep the cookies')
    expect(advice).toContain('Allow cookies for this site')
    // The site is on http, and so are its cookies.
    expect(advice).not.toContain('https')

    const unknown = await follow(`${site.url}/api/draft-mode/enable?sanity-preview-secret=made-up`)
    expect(unknown.status).toBe(401)
    expect(await unknown.text()).toContain('no longer valid')
  })

  it.each([
    [
      'a wrong address',
      '/api/draft-mode/enable?sanity-preview-secret=made-up',
      'This address opens no preview.',
    ],
    ['an address without its secret', '/api/draft-mode/enable', 'This address opens no preview.'],
    ['a browser without the cookie', '/api/draft-mode/check?to=/', 'This browser did not keep the cookie'],
  ])(
    'has a page in the manual’s design for %s, with a link to the published page',
    async (_, path, title) => {
      const page = await openPage(browser, { allowed: [/401|403/] })
      await page.goto(site.url + path)
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
      expect(await page.getByRole('banner').innerText()).toContain('Identity / Operating Manual')
      await page.getByRole('link', { name: 'Read the manual as it is published' }).click()
      await page.waitForURL(`${site.url}/`)
      await page.getByRole('heading', { name: 'I build systems to understand them.' }).waitFor()
      page.expectQuiet()
    },
  )
})

describe('the address of a preview', () => {
  it.each([
    ['//evil.example/', '/'],
    ['/\\evil.example/', '/'],
    ['/\t/evil.example/', '/'],
    ['/\n/evil.example/', '/'],
    ['/.//evil.example/', '/'],
    ['https://evil.example/', '/'],
    ['http://', '/'],
    ['/\0', '/'],
    ['/a\0', '/a'],
    ['/日本', '/%E6%97%A5%E6%9C%AC'],
    ['/?changes#now', '/?changes#now'],
  ])('redirects from %j to %j, and never to another site', async (to, path) => {
    const address = `${site.url}/api/draft-mode/check?to=${encodeURIComponent(to)}`
    const answer = await fetch(address, {
      headers: { cookie: await previewCookie(site) },
      redirect: 'manual',
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([307, path])
  })

  // The Studio's "Copy preview link" has this address until the page in it has answered.
  it('redirects to the page if it would redirect to itself', async () => {
    const reader = await openPage(browser)
    const response = await reader.goto(await previewAddress(site, '/api/draft-mode/enable'))
    expect(response?.status()).toBe(200)
    expect(new URL(reader.url()).pathname).toBe('/')
    await reader.getByText('Follows every edit').waitFor()
    reader.expectQuiet()
  })
})
