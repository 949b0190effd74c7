import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { differencesOf, type SectionDifferences } from '#lib/editions/differences.ts'
import { isOpenAt, type Edition } from '#lib/editions/record.ts'
import type { EditionText } from '#lib/editions/text.ts'
import { languageOf, wordsIn, type Words } from '#lib/manual/index.ts'
import { titleOf, type FormatInput } from './input.ts'

/** An edition in the feed, and its differences from the edition before. The first edition has none. */
export interface FeedItem {
  edition: Edition
  before: number | undefined
  differences: readonly SectionDifferences[]
}

/** Enough for a feed reader that was off for some time. */
const mostItems = 20

/**
 * The latest closed editions, without corrections.
 *
 * @param list newest first.
 * @param textOf returns the text of an edition.
 * @param now in milliseconds.
 */
export async function feedItems(
  list: readonly Edition[],
  textOf: (number: number) => Promise<EditionText | undefined>,
  now: number,
): Promise<FeedItem[]> {
  const listed = list
    .filter((edition) => edition.uuid !== undefined && !edition.isCorrection && !isOpenAt(edition, now))
    .slice(0, mostItems)
  const items: FeedItem[] = []
  for (const edition of listed) {
    const earlier = list.find(({ number }) => number < edition.number)
    const before = earlier && (await textOf(earlier.number))
    const after = before && (await textOf(edition.number))
    const differences = after ? differencesOf(before, after) : []
    items.push({ edition, before: earlier?.number, differences })
  }
  return items
}

/**
 * `/editions.atom` (RFC 4287): an entry for each item, newest first. Its ids come from UUIDs stored with the
 * editions, so they stay the same when the site's address changes.
 *
 * @param first the UUID of the first edition; `undefined` until it is stored.
 */
export function feedOf(
  { manual: { opening }, siteUrl }: FormatInput,
  items: readonly FeedItem[],
  first: string | undefined,
): string {
  const language = languageOf(opening)
  const words = wordsIn(language)
  const updated = items
    .map(({ edition }) => updatedOf(edition))
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1)
  const author = opening.name ?? opening.identity ?? titleOf(opening)
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(language)}">`,
    `<id>${xml(first === undefined ? `${siteUrl}/editions.atom` : idOfFeed(first))}</id>`,
    `<title>${xml(titleOf(opening))}</title>`,
    `<updated>${xml(updated ?? '1970-01-01T00:00:00Z')}</updated>`,
    `<author><name>${xml(author)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${xml(siteUrl)}/editions.atom"/>`,
    `<link rel="alternate" type="text/html" href="${xml(siteUrl)}/editions"/>`,
    ...items.map((item) => entryOf(item, siteUrl, words)),
    '</feed>',
    '',
  ].join('\n')
}

/**
 * A UUID for the feed (RFC 9562, version 8), derived from the first edition's, since a feed must not have the
 * id of one of its entries.
 */
function idOfFeed(first: string): string {
  const hex = bytesToHex(sha256(utf8ToBytes(`feed ${first}`)))
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`]
  return `urn:uuid:${[...parts, hex.slice(20, 32)].join('-')}`
}

/** When an item last changed: also when its reason was edited or a passage was redacted. */
const updatedOf = ({ date, revised }: Edition): string =>
  revised && Date.parse(revised) > Date.parse(date) ? revised : date

function entryOf({ edition, before, differences }: FeedItem, siteUrl: string, words: Words): string {
  const { number, uuid, date, reason, changes } = edition
  const address = before === undefined ? `/editions/${number}` : `/editions/${before}..${number}`
  const title = [`${words.edition} ${number}`, reason ?? changes.words].filter(Boolean).join(': ')
  const content = [
    ...(reason ? [`<p>${xml(reason)}</p>`] : []),
    ...differences.flatMap(({ differences: parts }) => parts.map((part) => partOf(part, words))),
    ...(before === undefined ? [`<p>${xml(words.theFirstEdition)}</p>`] : []),
  ]
  return [
    '<entry>',
    `<id>urn:uuid:${xml(uuid ?? '')}</id>`,
    `<title>${xml(title)}</title>`,
    `<published>${xml(date)}</published>`,
    `<updated>${xml(updatedOf(edition))}</updated>`,
    `<link rel="alternate" type="text/html" href="${xml(siteUrl + address)}"/>`,
    `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${content.join('')}</div></content>`,
    '</entry>',
  ].join('\n')
}

function partOf(
  { mark, name, kind, texts }: SectionDifferences['differences'][number],
  words: Words,
): string {
  const heading = [mark, name].filter(Boolean).join(' ')
  const said = texts.map(
    ({ label, runs }) =>
      (label === undefined ? '' : `${xml(label)}: `) +
      (kind === 'new' ? runs.map(({ text }) => xml(text)).join('') : runsOf(runs)),
  )
  return `<h3>${xml(`${heading}, ${kindIn(words, kind)}`)}</h3>${said.map((text) => `<p>${text}</p>`).join('')}`
}

const runsOf = (runs: SectionDifferences['differences'][number]['texts'][number]['runs']) =>
  runs
    .filter(({ text }) => text !== '')
    .map(({ text, state }) =>
      state === 'kept'
        ? xml(text)
        : state === 'added'
          ? `<ins>${xml(text)}</ins>`
          : `<del>${xml(text)}</del>`,
    )
    .join(' ')

/** The kind of a change in words. */
export function kindIn(words: Words, kind: Edition['changes']['entries'][number]['kind']): string {
  const names = {
    new: words.kindNew,
    reworded: words.kindReworded,
    rewritten: words.kindRewritten,
    moved: words.kindMoved,
    retired: words.kindRetired,
  }
  return names[kind]
}

/**
 * Escapes text for use inside XML elements and attributes. Control characters were removed when the content
 * was parsed.
 */
const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
