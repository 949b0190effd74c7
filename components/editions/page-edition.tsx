import { diffManual } from '#lib/changes/diff.ts'
import { anchorsOf, changesOf, keysOf, type EntryChange } from '#lib/editions/changes.ts'
import { isOpenAt, markedEdition, standingOf, type Edition, type Known } from '#lib/editions/record.ts'
import { languageOf, wordsIn, type Manual } from '#lib/manual/index.ts'
import type { PageEdition } from '../manual-page.tsx'
import { saysTheSame, type EditionText } from '#lib/editions/text.ts'
import { fragmentsOf, placeOf } from '../preview/changes-text.ts'
import { ChangedList } from './changed-list.tsx'

/** The anchor of the opening on the page. */
const openingAnchor = '_text'

/**
 * What the page of the manual shows of the record: the number of the latest edition, until when it is open,
 * and the changes of the last edition that is not a correction.
 *
 * @param list newest first, not empty.
 * @param now in milliseconds.
 */
export function pageEditionOf(list: readonly Edition[], manual: Manual, now: number): PageEdition {
  const language = languageOf(manual.opening)
  const words = wordsIn(language)
  const latest = list[0]!
  const marked = markedEdition(list)
  const before = marked && list[list.indexOf(marked) + 1]
  const isOpen = isOpenAt(latest, now)
  const page: PageEdition = {
    number: latest.number,
    href: '/editions',
    ...(isOpen && {
      status: words.openUntil.replace('{time}', latest.closesAt.slice(11, 16)),
      printedStatus: words.openEdition,
    }),
  }
  // In the first edition everything is new, so nothing is marked.
  if (!marked || !before) return page
  const href = `/editions/${before.number}..${marked.number}`
  const numbers = numbersOf(manual)
  const changes = marked.changes.entries
    .filter(({ isPart }) => !isPart)
    .flatMap((change): EntryChange | [] => {
      const { section, key, kind } = change
      // A section that is gone, or cannot be shown right now, keeps the number it had.
      if (kind === 'retired' || !numbers.has(`${section} `)) return change
      const now = numbers.get(`${section} ${key ?? ''}`)
      // A later correction may have moved the entry or removed it.
      return now === undefined ? [] : { ...change, mark: now }
    })
  if (changes.length === 0) return page
  return {
    ...page,
    marked: { changes, number: marked.number, href },
    cells: [
      {
        name: <a href={href}>{words.changed}</a>,
        text: (
          <ChangedList changes={changes} hrefOf={placesIn(manual, href)} language={language} all={href} />
        ),
        isWide: true,
      },
    ],
  }
}

interface DraftOf {
  /** Absent if no record is kept. */
  latest: Edition | undefined
  /** The text of the latest edition; without a record, the published text. */
  before: EditionText
  /** The edition before `latest`, if it is known: while `latest` is open, a draft can return to it. */
  previous?: Known | undefined
  manual: Manual
  /** The text of `manual`. */
  text: EditionText
  /** The published manual, with which the page of changes compares the draft. */
  published: Manual | undefined
  /** Milliseconds. */
  now: number
  /** Whether readers may see the record. */
  isPublic: boolean
}

/** The edition that a draft would become, if a record is kept, and what it would change. */
export function draftEditionOf({
  latest,
  before,
  previous,
  manual,
  text,
  published,
  now,
  isPublic,
}: DraftOf): PageEdition {
  const isSame = saysTheSame(before, text)
  const shown = isSame ? [] : changesIn(before, text, fragmentsOf(diffManual(published, manual)))
  const language = languageOf(manual.opening)
  const words = wordsIn(language)
  const href = '/?changes'
  const publication = { text, changedAt: new Date(now).toISOString() }
  const number =
    latest &&
    standingOf(publication, { latest: { edition: latest, text: before }, previous }, 0, now).edition.number
  return {
    number,
    ...(isPublic && { href: '/editions' }),
    status: words.draft,
    marked: { changes: shown, number: undefined, href, before },
    cells: [
      // A draft that belongs to the latest edition has its number already.
      ...(latest && number !== latest.number
        ? [{ name: words.from, text: `${words.edition} ${latest.number}` }]
        : []),
      ...(shown.length > 0
        ? [
            {
              name: <a href={href}>{words.wouldChange}</a>,
              text: (
                <ChangedList
                  changes={shown}
                  hrefOf={placesIn(manual, href)}
                  language={language}
                  all={href}
                  isDraft
                />
              ),
              isWide: true,
            },
          ]
        : []),
    ],
  }
}

/** What a draft would change, with the fragments of the changes on the page of changes. */
function changesIn(
  before: EditionText,
  after: EditionText,
  fragments: ReadonlyMap<string, string>,
): EntryChange[] {
  return changesOf(before, after)
    .entries.filter(({ isPart }) => !isPart)
    .map((change) => {
      const { section, key, kind, mark } = change
      const place = kind === 'retired' ? { from: mark, to: undefined } : { from: undefined, to: mark }
      const entry = key === undefined ? undefined : fragments.get(placeOf(section, place))
      return { ...change, anchor: entry ?? fragments.get(section) }
    })
}

/** The § numbers of sections and entries, by the section's id and the entry's key. */
const numbersOf = ({ sections }: Manual) =>
  new Map(
    sections.flatMap((section) => [
      [`${section._id} `, `§ ${section.number}`] as const,
      ...keysOf(section).map(
        (key, at) => [`${section._id} ${key}`, `§ ${section.number}.${at + 1}`] as const,
      ),
    ]),
  )

/** Gives the link to a change on the page; to what is not there any more, on the page of differences. */
function placesIn(manual: Manual, differences: string) {
  const anchors = anchorsOf(manual)
  return ({ section, key, kind, anchor }: EntryChange) => {
    if (section === manual._id) return `#${openingAnchor}`
    const place = kind === 'retired' ? undefined : anchors.get(`${section} ${key ?? ''}`)
    return place ? `#${place}` : `${differences}${anchor ? `#${anchor}` : ''}`
  }
}
