import type { SanityClient } from '@sanity/client'
import { parseManual, revisionOf, type Manual, type Problem } from '#lib/manual/index.ts'
import { isWritten } from '#lib/manual/unavailable.ts'
import { nameDeleted } from '#sanity/preview/name-deleted.ts'
import { changedInWords } from './changed.ts'
import { nameOf } from './document-name.ts'
import { outlineOf, outlineTypes, type OutlineRow } from './outline.ts'
import { manualQuery } from '#sanity/content/queries.ts'

/** How long the page may take to show a publish before the author is told that it does not. */
const timeoutMs = 10_000

/**
 * A document's published revision, the published manual, and the sections that are not published yet. One
 * query, so that all are from the same moment. Needs the perspective `raw`, in which references lead to
 * published documents, too.
 */
export const receiptQuery = `{
  "_rev": *[_id == $id][0]._rev,
  "manual": ${manualQuery},
  "drafts": *[_id in path("drafts.**")],
  "rows": *[_type in ${JSON.stringify(outlineTypes)}],
  "isInDraft": $id in *[_id == "drafts.manual"][0].sections[]._ref
}`

interface Answer {
  _rev: string | null
  manual: unknown
  drafts: { _id: string; _type: string }[]
  rows: OutlineRow[]
  isInDraft?: boolean | null
}

/**
 * What readers should see after a document was published, unpublished or deleted, according to the Content
 * Lake.
 */
export interface Expected {
  /** The manual's revision, which the page contains. */
  revision: string
  /** Whether the document is published. False after Unpublish and Delete. */
  isPublished: boolean
  /** Whether the page shows the document, or a part of it. */
  isOnPage: boolean
  /** Whether the draft of the manual lists it. */
  isInDraft?: boolean
  /** Whether it was on the page before it was unpublished or deleted. */
  wasOnPage: boolean
  /** The change in words; absent if nothing changed for readers. */
  changed?: string
  /** Its number on the page, if it has one. */
  number?: number
  /** Its number in the Studio's list, if that differs: the list counts sections that are not published, too. */
  numberInList?: number
  /** Its place on the page; for the manual, the page itself. */
  href?: string
  /** Why it is not on the page, or not in full. */
  problems: readonly Problem[]
  /** For the manual: the listed sections that readers do not see. */
  leftOut: readonly LeftOut[]
}

/** A listed section that readers do not see. */
export interface LeftOut {
  name: string
  /** `reference`: the problem is in the manual's list; `content`: in the section itself. */
  reason: 'not published' | 'deleted' | 'reference' | 'content'
  problems: readonly Problem[]
  /** Its number on the page, if it keeps one. */
  number?: number
  /** The id that the list refers to, if no document with it is published. */
  missingId?: string
}

/** The result of reading the page. `receipt-words.ts` puts it into words. */
export type Receipt =
  | ({ state: 'shown'; afterMs: number } & Expected)
  | { state: 'not shown'; revision: string }
  | { state: 'unknown'; why: string }

type Ask<Answer> = (signal: AbortSignal) => Promise<Answer>

/**
 * Derives what readers should see from the answer to `receiptQuery`.
 *
 * @param before the published document before the change.
 * @throws {Error} if the answer still has the revision of `before`: it is older than the change.
 */
export function expectedOf(answer: unknown, id: string, before: { _rev: string } | null): Expected {
  const { _rev, manual: published, drafts, rows, isInDraft } = answer as Answer
  if (_rev === (before?._rev ?? null)) throw new Error('The content API does not return this change yet.')
  const { manual, problems } = parseManual(published)
  const references = referencesIn(published)
  const manualBefore = parseManual(asBefore(published, id, before)).manual
  const changed = changedInWords(manualBefore, manual)
  const section = manual.sections.find((section) => section._id === id)
  const number = section?.number ?? problems.find(({ documentId }) => documentId === id)?.number
  const numberInList = outlineOf(rows).onPage.find((item) => item.id === id)?.number
  const isOn = (manual: Manual) => manual.sections.some((section) => section._id === id)
  const isManual = manual._id === id
  return {
    revision: revisionOf(manual),
    isPublished: _rev !== null,
    isOnPage: isManual || isOn(manual),
    wasOnPage: _rev === null && isOn(manualBefore),
    ...(isInDraft === true && { isInDraft }),
    ...(changed && { changed }),
    ...(number !== undefined && { number }),
    ...(section && numberInList !== undefined && numberInList !== number && { numberInList }),
    ...(isManual ? { href: '/' } : section && { href: `/#${section.anchor}` }),
    problems: problems
      .filter(({ documentId, position }) => documentId === id && !(isManual && position !== undefined))
      .flatMap(({ problems }) => problems),
    leftOut: problems.flatMap(({ position, isShown, documentId, label, missingId, number, problems }) => {
      if (!isManual || position === undefined || isShown) return []
      const draft = drafts.find(({ _id }) => _id === `drafts.${references[position]?._ref}`)
      if (draft && !references[position]?.document)
        // A section in which nothing is written yet is not reported.
        return !isWritten(draft)
          ? []
          : { name: nameOf(draft._type, draft), reason: 'not published' as const, problems }
      return {
        // The id would mean nothing to the author.
        name: label === documentId ? `Section ${position + 1}` : label,
        reason: documentId === id ? ('reference' as const) : ('content' as const),
        problems,
        ...(number !== undefined && { number }),
        ...(missingId !== undefined && { missingId }),
      }
    }),
  }
}

/** The receipt, with the names of listed sections that were deleted. */
export async function nameLeftOut(client: SanityClient, receipt: Receipt): Promise<Receipt> {
  if (receipt.state !== 'shown') return receipt
  const leftOut = await nameDeleted(client, receipt.leftOut, (section, name = section.name): LeftOut => ({
    ...section,
    name,
    reason: 'deleted',
  }))
  return { ...receipt, leftOut }
}

/**
 * The answer with one document as it was before. The content of sections that the manual no longer lists is
 * missing.
 */
function asBefore(published: unknown, id: string, before: object | null): unknown {
  const manual = published as { _id: string }
  const references = referencesIn(published)
  if (manual._id !== id)
    return {
      ...manual,
      sections: references.map((item) => (item?._ref === id ? { ...item, document: before } : item)),
    }
  const documents = new Map(references.map((item) => [item?._ref, item?.document]))
  return {
    ...before,
    _id: id,
    _type: 'manual',
    sections: referencesIn(before).map((item) => item && { ...item, document: documents.get(item._ref) }),
  }
}

/** The manual's references as stored: they may be anything. */
function referencesIn(published: unknown): readonly ({ _ref?: string; document?: object | null } | null)[] {
  const { sections } = (published ?? {}) as { sections?: unknown }
  return Array.isArray(sections) ? sections : []
}

/**
 * Reads the page until it shows what is published, for at most ten seconds. Call it as soon as the change is
 * known, since the receipt says how long that took.
 *
 * @param askExpected called in each round, since more may be published meanwhile.
 */
export async function readReceipt(askExpected: Ask<Expected>, readPage: Ask<string>): Promise<Receipt> {
  const committed = performance.now()
  for (;;) {
    const waited = performance.now() - committed
    const receipt = await readOnce(askExpected, readPage, committed)
    if (receipt.state === 'shown' || waited >= timeoutMs) return receipt
    // Polls often at first, to measure short times well, then less often, and once more at the end.
    const pause = Math.min(Math.max(50, waited / 4), timeoutMs - waited)
    await new Promise((resume) => setTimeout(resume, pause))
  }
}

async function readOnce(
  askExpected: Ask<Expected>,
  readPage: Ask<string>,
  committed: number,
): Promise<Receipt> {
  // A site that does not answer gets no more time than one with a wrong answer.
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const expected = await askExpected(signal)
    const isShown = (await readPage(signal)).includes(expected.revision)
    return isShown
      ? { ...expected, state: 'shown', afterMs: performance.now() - committed }
      : { state: 'not shown', revision: expected.revision }
  } catch (error) {
    return { state: 'unknown', why: error instanceof Error ? error.message : String(error) }
  }
}

/**
 * Fetches the page as a reader gets it: without the author's cookies, which would show the draft, and from no
 * cache.
 */
export async function readPage(signal: AbortSignal): Promise<string> {
  const response = await fetch('/', { credentials: 'omit', cache: 'no-store', signal })
  if (!response.ok) throw new Error(`The page answered with status ${response.status}.`)
  return response.text()
}
