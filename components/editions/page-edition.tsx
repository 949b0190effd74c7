import { anchorsOf } from '#lib/editions/changes.ts'
import { isOpenAt, markedEdition, type Edition } from '#lib/editions/record.ts'
import type { EntryChange } from '#lib/editions/changes.ts'
import { languageOf, wordsIn, type Manual } from '#lib/manual/index.ts'
import type { PageEdition } from '../manual-page.tsx'
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
    status: isOpen ? words.openUntil.replace('{time}', latest.closesAt.slice(11, 16)) : undefined,
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

/** What a draft would change in the latest edition. */
export function draftEditionOf(
  latest: Edition,
  next: number,
  changes: readonly EntryChange[],
  manual: Manual,
): PageEdition {
  const language = languageOf(manual.opening)
  const words = wordsIn(language)
  const shown = changes.filter(({ isPart }) => !isPart)
  const href = '/?changes'
  return {
    number: next,
    status: words.draft,
    marked: { changes: shown, number: undefined, href },
    cells: [
      { name: words.from, text: `${words.edition} ${latest.number}` },
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

/** Where a change stands on the page; what is not there any more is on the page of differences. */
function placesIn(manual: Manual, differences: string) {
  const anchors = anchorsOf(manual)
  return ({ section, key, kind, anchor }: EntryChange) => {
    if (section === manual._id) return `#${openingAnchor}`
    const place = kind === 'retired' ? undefined : anchors.get(`${section} ${key ?? ''}`)
    return place ? `#${place}` : `${differences}${anchor ? `#${anchor}` : ''}`
  }
}
