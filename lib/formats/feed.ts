import type { SectionDifferences } from '#lib/editions/differences.ts'
import type { Edition } from '#lib/editions/record.ts'
import { languageOf, wordsIn, type Words } from '#lib/manual/index.ts'
import { titleOf, type FormatInput } from './input.ts'

/** An edition of the feed, and how it differs from the one before it. The first one has nothing before it. */
export interface FeedItem {
  edition: Edition
  before: number | undefined
  differences: readonly SectionDifferences[]
}

/**
 * `/editions.atom` (RFC 4287): an item for each closed edition that is no correction, newest first. What
 * identifies an item is kept with its edition, so that it stays the same wherever the manual moves to.
 */
export function feedOf({ manual: { opening }, siteUrl }: FormatInput, items: readonly FeedItem[]): string {
  const language = languageOf(opening)
  const words = wordsIn(language)
  const stored = items.filter(({ edition }) => edition.uuid !== undefined)
  const updated = stored
    .map(({ edition }) => updatedOf(edition))
    .toSorted()
    .at(-1)
  const author = opening.name ?? opening.identity ?? titleOf(opening)
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(language)}">`,
    `<id>${xml(siteUrl)}/editions.atom</id>`,
    `<title>${xml(titleOf(opening))}</title>`,
    `<updated>${xml(updated ?? '1970-01-01T00:00:00Z')}</updated>`,
    `<author><name>${xml(author)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${xml(siteUrl)}/editions.atom"/>`,
    `<link rel="alternate" type="text/html" href="${xml(siteUrl)}/editions"/>`,
    ...stored.map((item) => entryOf(item, siteUrl, words)),
    '</feed>',
    '',
  ].join('\n')
}

/** When an item was last changed: also when its reason was, or a passage was taken out. */
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
  const said =
    kind === 'new' ? texts.map((runs) => runs.map(({ text }) => xml(text)).join('')) : texts.map(runsOf)
  return `<h3>${xml(`${heading}, ${kindIn(words, kind)}`)}</h3>${said.map((text) => `<p>${text}</p>`).join('')}`
}

const runsOf = (runs: SectionDifferences['differences'][number]['texts'][number]) =>
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

/** Text for use inside XML elements and attributes. Control characters were taken out where it was read. */
const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
