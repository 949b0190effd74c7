import type { RequestListener } from 'node:http'
import { enablePreviewAccessSharing } from '@sanity/preview-url-secret/toggle-preview-access-sharing'
import { describe, expect, it, vi } from 'vitest'
import { seedDocuments } from '#sanity/seed/index.ts'
import { authorClient } from '#scripts/harness/author-client.ts'
import { sendWebhook as sendSignedWebhook } from '#scripts/harness/freshness/webhooks.ts'
import { startSite, type Site } from '#scripts/harness/site.ts'
import { tokens } from '#tests/sanity/lake/support.ts'
import { revalidateSecret, startSeparateLake } from './separate-lake.ts'
import { freePort } from '#scripts/harness/ports.ts'

const headline = 'I build systems to understand them.'

const failures: Record<string, RequestListener> = {
  'is down': (request) => request.socket.destroy(),
  'is slow': () => {
    // Accepts the request and never answers.
  },
  'answers with an error': (_, response) => response.writeHead(502).end('Bad Gateway'),
  'answers nonsense': (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"result":{"_type":"cat"}}'),
  'has no manual': (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"result":null}'),
}

const setUp = async () => {
  const siteUrl = `http://localhost:${await freePort()}`
  return { siteUrl, ...(await startSeparateLake(siteUrl, { seed: seedDocuments })) }
}

const page = async (site: Site) => {
  const response = await fetch(site.url)
  return { status: response.status, html: await response.text() }
}

const readiness = async (site: Site) => {
  const response = await fetch(`${site.url}/readyz`)
  return { status: response.status, ...((await response.json()) as { content: string }) }
}

const sendWebhook = (site: Site, body: object, secret = revalidateSecret) =>
  sendSignedWebhook(site.url, body, secret)

/**
 * Longer than the lifetime of a page that was rendered from the last good content, and than a busy machine
 * takes to hear of a change.
 */
const healing = { timeout: 20_000, interval: 500 }

describe('while the content API is away', () => {
  it('readers get the last good content, even after a restart, and current content once the API is back', async () => {
    const { failWith, env } = await setUp()
    await using site = await startSite(env)
    expect((await page(site)).html).toContain(headline)
    expect(await readiness(site)).toMatchObject({ status: 200, content: 'current' })

    for (const [name, failure] of Object.entries(failures)) {
      failWith(failure)
      await sendWebhook(site, { _id: 'manual', _type: 'manual' })
      const { status, html } = await page(site)
      const { content } = await readiness(site)
      expect({ name, status, content, shows: html.includes(headline) }).toEqual({
        name,
        status: 200,
        content: 'last good',
        shows: true,
      })

      failWith()
      await vi.waitFor(async () => {
        await page(site)
        expect(await readiness(site)).toMatchObject({ content: 'current' })
      }, healing)
    }

    failWith(failures['is down'])
    const restarted = await site.restart()
    const { status, html } = await page(restarted)
    expect(status).toBe(200)
    expect(html).toContain(headline)
    expect(restarted.log.filter((line) => line.includes('The content API gave no manual'))).toHaveLength(1)
    await restarted.stop()
  })

  it('readers get a 503 page if there was never good content, and the manual once the API is back', async () => {
    const { failWith, env } = await setUp()
    failWith(failures['is down'])
    await using site = await startSite(env)
    const { status, html } = await page(site)
    expect(status).toBe(503)
    expect(html).toContain('<h1')
    expect(html).not.toContain(headline)
    expect(await readiness(site)).toMatchObject({ status: 503, content: 'unseen' })
    expect(site.log.join()).toMatch(/The content API gave no manual; readers get 503/)
    expect((await fetch(`${site.url}/healthz`)).status).toBe(200)

    failWith()
    await vi.waitFor(async () => expect((await page(site)).status).toBe(200), healing)
    expect((await page(site)).html).toContain(headline)
  })
})

describe('a guest of a shared preview, while the content API is away', () => {
  it('gets the last good content and a notice, and every other door of the preview answers 503', async () => {
    const { failWith, env, url } = await setUp()
    await using site = await startSite(env)
    await page(site)
    const { secret } = await enablePreviewAccessSharing(clientOf(url), 'tests', site.url)
    const query = new URLSearchParams({
      'sanity-preview-secret': secret,
      'sanity-preview-pathname': '/',
    })
    const entered = await fetch(`${site.url}/api/draft-mode/enable?${query}`, { redirect: 'manual' })
    const cookie = entered.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ')
    failWith(failures['is down'])
    const response = await fetch(site.url, { headers: { cookie } })
    const html = await response.text()
    expect(response.status).toBe(200)
    expect(html).toContain('The draft could not be loaded')
    expect(html).toContain(headline)

    for (const [name, failure] of Object.entries(failures)) {
      // This one is a right answer to the question whether sharing is on: it is not.
      if (name === 'has no manual') continue
      failWith(failure)
      const doors = [
        `/api/draft-mode/enable?${query}`,
        '/api/draft-mode/check',
        '/api/draft-mode/check?to=/',
        '/api/draft-mode/live',
      ]
      const answers = doors.map(async (path) => {
        const { status, headers } = await fetch(site.url + path, { headers: { cookie }, redirect: 'manual' })
        return [name, path, status, headers.get('retry-after')]
      })
      expect(await Promise.all(answers)).toEqual(doors.map((path) => [name, path, 503, '5']))
    }
    const browser = { cookie, accept: 'text/html' }
    const door = await fetch(`${site.url}/api/draft-mode/enable?${query}`, { headers: browser })
    expect([door.status, await door.text()]).toEqual([
      503,
      expect.stringContaining('The preview cannot be opened right now.'),
    ])
    // One line for each way to fail, and no stack.
    const reasons = site.log.flatMap((line) => /^Drafts cannot be shown: ([^(]+)/.exec(line)?.[1] ?? [])
    for (const reason of [/cannot be reached/, /timeout/, /answered 502/, /did not say who may see drafts/])
      expect(reasons.filter((said) => reason.test(said))).toHaveLength(1)
    expect(new Set(reasons).size).toBe(reasons.length)
    expect(site.log.filter((line) => /^\s+at |Error:/.test(line))).toEqual([])
    expect(site.log.join()).not.toContain(secret)

    failWith()
    const { headers } = await fetch(`${site.url}/api/draft-mode/check?to=/`, {
      headers: { cookie },
      redirect: 'manual',
    })
    expect(headers.get('location')).toBe('/')
  })
})

describe('a published section that is not valid', () => {
  it('is left out for readers and named in the log, and the other sections are shown', async () => {
    const { env, url } = await setUp()
    await using site = await startSite(env)
    const client = clientOf(url)
    await client.patch('principles').unset(['principles[0].body']).commit()
    const { status, html } = await vi.waitFor(async () => {
      const shown = await page(site)
      expect(shown.html).not.toContain('Rules I use when the answer is not obvious')
      return shown
    }, healing)
    expect(status).toBe(200)
    expect(html).toContain('How the questions became more fundamental')
    expect(site.log.join('\n')).toContain(
      'A section is left out for readers: "Engineering Principles" (principles): Principles 1: Reason is missing',
    )
  })
})

describe('publishing', () => {
  it('ends with the last of several quick publishes', async () => {
    const { env, url } = await setUp()
    await using site = await startSite(env)
    const client = clientOf(url)
    for (let count = 1; count <= 20; count += 1) {
      await Promise.all([
        client
          .patch('manual')
          .set({ kicker: `Burst ${count}` })
          .commit(),
        fetch(site.url).then((response) => response.text()),
      ])
    }
    await vi.waitFor(async () => expect((await page(site)).html).toContain('Burst 20'), healing)
  })

  it('removes an unpublished and a deleted section from the page', async () => {
    const { env, url } = await setUp()
    await using site = await startSite(env)
    const client = clientOf(url)
    const without = async (ref: string) => {
      await client
        .transaction()
        .patch('manual', (patch) => patch.unset([`sections[_ref=="${ref}"]`]))
        .delete(ref)
        .commit()
    }
    const isGone = (words: string) =>
      vi.waitFor(async () => expect((await page(site)).html).not.toContain(words), healing)
    await without('shelf')
    await isGone('Currently Building</h3>')
    await without('history')
    await isGone('How the questions became more fundamental')
  })
})

describe('the webhook', () => {
  it('is accepted only with a valid signature', async () => {
    const { env } = await setUp()
    await using site = await startSite(env)
    const body = { _id: 'now', _type: 'nowSection' }
    expect((await sendWebhook(site, body)).status).toBe(200)
    expect((await sendWebhook(site, { _id: 'x', _type: 'sanity.previewUrlSecret' })).status).toBe(200)
    expect((await sendWebhook(site, body, 'another-secret-than-that')).status).toBe(401)
    const unsigned = await fetch(`${site.url}/api/revalidate`, { method: 'POST', body: JSON.stringify(body) })
    expect(unsigned.status).toBe(401)
    const { status } = await sendWebhook(site, { ...body, more: 'x'.repeat(200_000) })
    expect(status).toBe(413)
    expect(site.log).toEqual([])

    const withoutSecret = await site.restart({ SANITY_REVALIDATE_SECRET: '' })
    const response = await sendWebhook(withoutSecret, body)
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('SANITY_REVALIDATE_SECRET')
    await withoutSecret.stop()
  })
})

const clientOf = (lakeUrl: string) => authorClient({ url: new URL(lakeUrl).origin, writeToken: tokens.write })
