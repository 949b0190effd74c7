import 'server-only'
import { unstable_cache } from 'next/cache'
import { readEnv } from '#lib/env.ts'
import { parseManual, revisionOf, type DocumentProblems, type Manual } from '#lib/manual/index.ts'
import { fetchPublished } from '#sanity/client.ts'
import { manualQuery } from '#sanity/queries.ts'
import { keepLastGood, readLastGood } from './last-good.ts'
import { manualTag } from './tags.ts'

/** What readers can be given. */
type Loaded =
  | {
      /** `current`: what the content API has; `last good`: what it had when it last answered with a manual. */
      state: 'current' | 'last good'
      manual: Manual
      revision: string
    }
  | { state: 'unseen' }

/** While the content API is away, the page is rendered again after this many seconds: that is how it recovers by itself. */
const healAfter = 5

/**
 * Loads the published manual for readers. It never throws: while the content API is down, slow or gives wrong answers, it returns
 * the last good content, and says so; where there has never been good content, it says `unseen`.
 *
 * The result is cached until a webhook expires the tag `manual`. A failure is not cached: it only shortens the life of the page made
 * from it to a few seconds.
 */
export async function loadManual(): Promise<Loaded> {
  try {
    const answer = await cachedAnswer()
    report(undefined)
    return { state: 'current', ...viewModel(answer) }
  } catch (error) {
    await shortenPageLife()
    const lastGood = await readLastGood(readEnv().DATA_DIR)
      .then(viewModel)
      .catch(() => undefined)
    report(
      error,
      lastGood ? 'readers get the last good content' : 'readers get 503, since it has never given one',
    )
    return lastGood ? { state: 'last good', ...lastGood } : { state: 'unseen' }
  }
}

/** The line that names the manual, for pages that show nothing else of it; `undefined` while there has never been one. */
export async function loadIdentity(): Promise<string | undefined> {
  const loaded = await loadManual()
  return loaded.state === 'unseen' ? undefined : loaded.manual.identity.identity
}

const viewModel = (answer: unknown) => {
  const { manual } = parseManual(answer)
  return { manual, revision: revisionOf(manual) }
}

const cachedAnswer = unstable_cache(
  async () => {
    const answer = await fetchPublished(manualQuery)
    // Throws if the answer is not a manual, before it is cached or kept.
    const { problems } = parseManual(answer)
    reportProblems(problems)
    await keepLastGood(readEnv().DATA_DIR, answer).catch((error: unknown) => {
      console.warn(`The last good content could not be kept in DATA_DIR: ${messageOf(error)}`)
    })
    return answer
  },
  ['published-manual'],
  { tags: [manualTag] },
)

// A cached value with a short life gives the page that reads it the same short life. It also carries the tag, so that a webhook
// that gets through ends it at once.
const shortenPageLife = unstable_cache(async () => Date.now(), ['heal'], {
  revalidate: healAfter,
  tags: [manualTag],
})

const reportedKey = Symbol.for('operating-manual.reported-problems')

/** Says once what is left out: pages and route handlers each find it, and each have a copy of this module. */
function reportProblems(documents: readonly DocumentProblems[]) {
  const shared = globalThis as { [reportedKey]?: string }
  const found = JSON.stringify(documents)
  if (found === (shared[reportedKey] ?? '[]')) return
  shared[reportedKey] = found
  for (const { documentId, label, isShown, problems } of documents) {
    const what = isShown ? 'Parts are left out for readers' : 'A section is left out for readers'
    console.warn(
      `${what}: "${label}" (${documentId}): ${problems.map(({ path, message }) => `${path} ${message}`.trim()).join('; ')}`,
    )
  }
}

let reported: string | undefined

/** Says once that the content API is away, and once that it is back: a line per reader would bury both. */
function report(error: unknown, consequence = 'readers get current content') {
  // A build asks too, and never needs the answer: the first start renders the pages again.
  if (process.env.NEXT_PHASE === 'phase-production-build') return
  const message = error === undefined ? undefined : messageOf(error)
  if (message === reported) return
  if (message === undefined) console.info(`The content API answers again: ${consequence}`)
  else console.warn(`The content API gave no manual; ${consequence}: ${message}`)
  reported = message
}

/** With its cause: "fetch failed" alone does not say why. */
const messageOf = (error: unknown): string =>
  error instanceof Error
    ? [error.message, error.cause && messageOf(error.cause)].filter(Boolean).join(': ')
    : String(error)
