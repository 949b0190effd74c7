import { diffManual } from '#lib/changes/diff.ts'
import { anchorsOf, changesOf, type EntryChange } from '#lib/editions/changes.ts'
import { isOpenAt, markedEdition, type Edition } from '#lib/editions/record.ts'
import { languageOf, wordsIn, type Manual } from '#lib/manual/index.ts'
import type { PageEdition } from '../manual-page.tsx'
import { saysTheSame, type EditionText } from '#lib/editions/text.ts'
import { fragmentsOf, placeOf } from '../preview/changes-text.ts'
import { ChangedList } from './changed-list.tsx'

/** Where the opening is. */
const openingAnchor = '_text'

/**
 * What the page says of the latest edition: its number, until when it is open, and what the last edition
 * changed that is no correction.
 *
 * @param list newest first; there is at least one.
 * @param now milliseconds.
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
  // In the first edition everything is new, and nothing would stand out.
  if (!marked || !before) return page
  const href = `/editions/${before.number}..${marked.number}`
  const changes = marked.changes.entries.filter(({ isPart }) => !isPart)
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
  /** Absent where no record is kept. */
  latest: Edition | undefined
  /** The text of the latest edition; without a record, that which readers are given. */
  before: EditionText
  manual: Manual
  /** That of the manual. */
  text: EditionText
  /** What readers are given: the page of changes compares the draft with it. */
  published: Manual | undefined
  /** Milliseconds. */
  now: number
  /** Whether readers see the record. */
  isPublic: boolean
}

/** Which edition a draft would be, if a record is kept, and what it would change. */
export function draftEditionOf({
  latest,
  before,
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
  return {
    // An open edition takes up what is published meanwhile.
    number: latest && (isSame || isOpenAt(latest, now) ? latest.number : latest.number + 1),
    ...(isPublic && { href: '/editions' }),
    status: words.draft,
    marked: { changes: shown, number: undefined, href, before },
    cells: [
      ...(latest ? [{ name: words.from, text: `${words.edition} ${latest.number}` }] : []),
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

/** What a draft would change, with the fragments that lead to it on the page of changes. */
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

/** Where a change stands on the page; what is not there any more is on the page of differences. */
function placesIn(manual: Manual, differences: string) {
  const anchors = anchorsOf(manual)
  return ({ section, key, kind, anchor }: EntryChange) => {
    if (section === manual._id) return `#${openingAnchor}`
    const place = kind === 'retired' ? undefined : anchors.get(`${section} ${key ?? ''}`)
    return place ? `#${place}` : `${differences}${anchor ? `#${anchor}` : ''}`
  }
}
