import { HtmlValidate } from 'html-validate'
import { JSDOM } from 'jsdom'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { startSite, type Site } from '#scripts/harness/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site[Symbol.asyncDispose]())

const get = (path: string) => fetch(site.url + path)
const publish = (fields: Record<string, unknown>) => authorClient(site).patch('manual').set(fields).commit()

const person = {
  name: 'Ada </script> Löwe',
  contact: 'mailto:ada@example.org',
  profiles: [{ _key: 'code', _type: 'profile', label: 'Code', href: 'https://code.example.net/ada' }],
}

describe('the served markup', () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:standard', 'html-validate:a11y'],
    rules: {
      // React writes valid HTML in its own style.
      'doctype-style': 'off',
      'attr-case': 'off',
      'attribute-boolean-style': 'off',
      'attribute-empty-style': 'off',
      'void-style': 'off',
      'no-trailing-whitespace': 'off',
      // The title is the headline, which may be long.
      'long-title': 'off',
      'no-raw-characters': ['error', { relaxed: true }],
    },
  })
  const complaints = async (path: string) => {
    const { results } = await validator.validateString(await (await get(path)).text())
    return results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector})`),
    )
  }

  it('is checked by a validator that finds errors', async () => {
    const { valid } = await validator.validateString(
      '<!DOCTYPE html><html><body><p><div></p><img></body></html>',
    )
    expect(valid).toBe(false)
  })

  it.each(['/', '/no-such-page'])('%s is valid HTML', async (path) => {
    expect(await complaints(path)).toEqual([])
  })

  it('names the manual on a page that does not exist, and has one noindex', async () => {
    const { document } = new JSDOM(await (await get('/no-such-page')).text()).window
    expect(document.title).toBe('Not found · Identity / Operating Manual')
    const robots = [...document.querySelectorAll('meta[name="robots"]')]
    expect(robots.map((meta) => meta.getAttribute('content'))).toEqual(['noindex'])
  })

  it('is valid for a manual with a person', async () => {
    await publish(person)
    expect(await complaints('/')).toEqual([])
  })

  it('is valid with overdue readings and with a section that cannot be shown', async () => {
    const client = authorClient(site)
    const readings = ['2020-06-01', new Date().toISOString().slice(0, 10)].map((confirmed, at) => ({
      _key: `${at}`,
      activity: 'Currently Reading',
      subject: 'Well-known books',
      since: '2019-01-02',
      confirmed,
    }))
    await client.patch('now').set({ readings }).commit()
    await client.patch('models').set({ models: 'none' }).commit()
    expect(await complaints('/')).toEqual([])
    expect(await (await get('/')).text()).toContain('Not available right now')
  })

  it('is valid for an empty manual', async () => {
    const client = authorClient(site)
    const sections = await client.fetch<{ sections: unknown[] }>('*[_id == "manual"][0]{sections}')
    await client.patch('manual').unset(['headline', 'kicker', 'introduction', 'name', 'sections']).commit()
    expect(await complaints('/')).toEqual([])
    expect(await (await get('/')).text()).toContain('Nothing is written here yet.')
    await client
      .patch('manual')
      .set({ ...sections, headline: 'A headline' })
      .commit()
  })
})

describe('JSON-LD', () => {
  it('is a ProfilePage about the person, dated by the last publication', async () => {
    await publish(person)
    const { document } = new JSDOM(await (await get('/')).text()).window
    const blocks = document.querySelectorAll('script[type="application/ld+json"]')
    expect(blocks).toHaveLength(1)
    const data = JSON.parse(blocks[0]?.textContent ?? '')
    const { published } = (await (await get('/manual.json')).json()) as { published: string }
    expect(data).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'ProfilePage',
      url: `${site.url}/`,
      dateModified: published,
      mainEntity: {
        '@type': 'Person',
        name: person.name,
        email: 'mailto:ada@example.org',
        sameAs: ['https://code.example.net/ada'],
      },
    })
    expect(new Date(data.dateModified).toISOString().slice(0, 10)).toBe(published.slice(0, 10))
  })
})

describe('readers’ answers have no scripts', () => {
  /**
   * Counts the scripts of an answer: data and the script that the policy allows by its hash (`own`), and all
   * others (`foreign`).
   */
  const scriptsOf = async (path: string) => {
    const response = await get(path)
    const policy = response.headers.get('content-security-policy') ?? ''
    const text = await response.text()
    const { document } = new JSDOM(text).window
    const allowed = await Promise.all(
      [...document.scripts].map(async ({ src, type, textContent }) => {
        if (type === 'application/ld+json') return true
        const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(textContent ?? ''))
        return !src && policy.includes(`'sha256-${Buffer.from(hash).toString('base64')}'`)
      }),
    )
    const preloads = document.querySelectorAll('link[as="script"], link[rel="modulepreload"]')
    const isPreloaded = response.headers.get('link')?.includes('script') ?? false
    return {
      own: allowed.filter(Boolean).length,
      foreign: allowed.filter((isAllowed) => !isAllowed).length + preloads.length + Number(isPreloaded),
      isWhole: text.endsWith('</html>'),
    }
  }
  const clean = (own: number) => ({ own, foreign: 0, isWhole: true })

  it('from the cache, and the first one after a publish', async () => {
    await get('/')
    expect(await scriptsOf('/')).toEqual(clean(2))
    await publish({ headline: 'Another headline' })
    expect(await scriptsOf('/')).toEqual(clean(2))
  })

  it('for a page that does not exist', async () => {
    expect((await get('/no-such-page')).status).toBe(404)
    expect(await scriptsOf('/no-such-page')).toEqual(clean(1))
    expect(await scriptsOf('/no/such?page=1')).toEqual(clean(1))
  })

  it('the first one after a restart', async () => {
    site = await site.restart()
    expect(await scriptsOf('/')).toEqual(clean(2))
    expect(await scriptsOf('/')).toEqual(clean(2))
  })
})
