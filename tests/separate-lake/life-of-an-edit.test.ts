import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDocuments } from '#sanity/seed/index.ts'
import { tokens } from '#tests/sanity/lake/support.ts'
import { launchBrowser } from '#scripts/harness/browser.ts'
import { openPage } from '../browser/support/browser.ts'
import { startSite } from '#scripts/harness/site.ts'
import { signIn } from '#scripts/harness/sign-in.ts'
import { openDocument, outline, publish } from '../browser/support/studio.ts'
import { startSeparateLake } from './separate-lake.ts'
import { freePort } from '#scripts/harness/ports.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

describe('a site with its Content Lake on another port', () => {
  it('starts no lake of its own, and handles an edit as described in docs/architecture.md', async () => {
    const siteUrl = `http://localhost:${await freePort()}`
    const transcript: string[] = []
    const record = (line: string) => {
      // While an author types, the Studio sends several patches; their number depends on the typing speed. A
      // site that has just started repeats its query, since a content API may lag; only the query after the
      // change counts.
      const isRepeated = transcript.at(-1) === line
      const isEarly = line.startsWith('site') && !transcript.some((known) => known.startsWith('lake'))
      const hasAsked = line.startsWith('site') && transcript.includes(line)
      if (!isRepeated && !isEarly && !hasAsked) transcript.push(line)
    }
    const {
      lake,
      url: lakeUrl,
      env,
    } = await startSeparateLake(siteUrl, {
      seed: seedDocuments,
    })
    recordLake(lake, record)
    await using site = await startSite(env)
    expect(existsSync(join(site.dataDir, 'lake.sqlite'))).toBe(false)
    expect((await fetch(`${siteUrl}/lake/ping`)).status).toBe(404)

    const studio = await openPage(browser, {
      viewport: { width: 1400, height: 900 },
      // A request without credentials, which hosted Sanity answers and the embedded lake refuses.
      allowed: [/data\/ping\//],
    })
    // The embedded lake's sign-in page redirects to its own origin only, so only its session is used here.
    await signIn(studio, new URL(lakeUrl).origin, tokens.write)
    await studio.goto(site.studioUrl)
    await outline(studio).waitFor()
    await openDocument(studio, 'Engineering Principles')
    await studio.getByRole('button', { name: /Build Before Consuming/ }).click()
    const dialog = studio.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Rule' }).waitFor()

    // For its receipt, the Studio requests the page at once. Here it waits for the reader's request, so that
    // the transcript always has the same order.
    const hasRead = Promise.withResolvers<void>()
    await studio.route(`${siteUrl}/`, async (route) => {
      await hasRead.promise
      await route.continue()
    })

    transcript.length = 0
    await dialog.getByRole('textbox', { name: 'Rule' }).fill('Build Before Buying')
    await dialog.getByRole('button', { name: 'Close dialog' }).click()
    await publish(studio)
    const asksAnew = /^site → lake/
    await expect.poll(() => transcript.findLast((line) => !line.startsWith('Studio'))).toMatch(asksAnew)
    record(`reader → site     GET /`)
    const reader = await openPage(browser)
    await reader.goto(siteUrl)
    await reader.getByRole('heading', { name: 'Build Before Buying' }).waitFor()

    hasRead.resolve()
    await studio
      .getByRole('alert')
      .filter({ hasText: /Readers see this, after/ })
      .waitFor()

    expectDocumented(transcript)
    reader.expectQuiet()
    studio.expectQuiet()
    expect(site.log).toEqual([])
  })
})

/** Records the steps of an edit: the Studio's actions, the lake's events, and the site's queries. */
function recordLake(lake: { fetch(request: Request): Promise<Response> }, record: (line: string) => void) {
  const decoder = new TextDecoder()
  const recordEvents = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      for (const [, data = ''] of decoder
        .decode(chunk)
        .matchAll(/event: mutation\n(?:id: .*\n)?data: (.*)/g)) {
        const { documentId, transition } = JSON.parse(data) as Record<string, string>
        record(`lake → site       mutation  ${documentId}  ${transition}`)
      }
      controller.enqueue(chunk)
    },
  })
  const answer = lake.fetch
  lake.fetch = async (request) => {
    const { pathname, searchParams } = new URL(request.url)
    const path = pathname.replace(/^\/lake\/v[^/]+/, '')
    if (request.method === 'POST' && path.startsWith('/data/actions/')) {
      const { actions } = (await request.clone().json()) as {
        actions: { actionType: string; draftId?: string; publishedId?: string }[]
      }
      for (const { actionType, draftId, publishedId } of actions)
        record(`Studio → lake     POST ${path}  ${actionType} ${draftId} → ${publishedId}`)
    }
    const isSite = request.headers.get('authorization') === `Bearer ${tokens.read}`
    if (isSite && path.startsWith('/data/query/'))
      record(`site → lake       GET ${path}  perspective=${searchParams.get('perspective')}`)
    const response = await answer(request)
    return isSite && path.startsWith('/data/listen/')
      ? new Response(response.body?.pipeThrough(recordEvents) ?? null, response)
      : response
  }
}

/** Compares the transcript with the document; with UPDATE_DOCS=1, writes it there first. */
function expectDocumented(transcript: readonly string[]) {
  const file = 'docs/architecture.md'
  const block = /(?<=<!-- transcript -->)[\s\S]*?(?=<!-- \/transcript -->)/
  const text = `\n\n\`\`\`text\n${transcript.join('\n')}\n\`\`\`\n\n`
  if (process.env.UPDATE_DOCS)
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(block, () => text),
    )
  expect(text).toBe(block.exec(readFileSync(file, 'utf8'))?.[0])
}
