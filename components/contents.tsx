import type { ReactNode } from 'react'
import {
  headingOf,
  isAvailable,
  langOfWords,
  languageOf,
  partsOf,
  wordsIn,
  type Manual,
} from '#lib/manual/index.ts'
import { Aloud } from './aloud.tsx'
import { textId } from './sheet.tsx'
import { inked } from './whole.tsx'
import styles from './contents.module.css'

const listId = '_contents'

interface Props {
  manual: Pick<Manual, '_id' | 'opening' | 'sections' | 'unavailable'>
  /** Ids of the documents with marked changes. The manual's own id stands for the opening. */
  changed?: ReadonlySet<string>
  isDraft?: boolean
  /** Drafts only: the notices of sections that cannot be shown, by their numbers. */
  notices?: ReadonlyMap<number, Notice>
  /** Whether this is the page of an edition, whose text about missing sections is in the past tense. */
  isPast?: boolean
}

/** In a draft, says in the place of a section what is wrong with it. */
export interface Notice {
  fragment: string
  /** The same in one sentence. */
  text: ReactNode
}

/**
 * The table of contents; nothing when there are fewer than two sections. One list, which stands beside the
 * text on a wide page and opens from the strip, as a popover, on a narrow one. Browsers that know
 * `:target-current` highlight the section being read.
 */
export function Contents({ manual, changed = new Set(), isDraft = false, notices, isPast }: Props) {
  const parts = partsOf(manual)
  if (parts.length < 2) return null
  const language = languageOf(manual.opening)
  const words = wordsIn(language)
  const lang = langOfWords(language)
  const look = (id: string) =>
    changed.has(id) ? (isDraft ? `${styles.changed} ${styles.draft}` : styles.changed) : undefined
  const aloud = (id: string) => changed.has(id) && <Aloud lang={lang}>{words.changedAloud}</Aloud>
  return (
    <nav className={styles.contents} aria-label={words.contents}>
      {/* Not in the CSS module: the build's CSS parser does not know this pseudo-class yet, and warns. */}
      <style href="current-section" precedence="medium">
        {`.${styles.contents} a:target-current{color:var(--ink);font-weight:700}`}
      </style>
      <button type="button" popoverTarget={listId} lang={lang}>
        {words.contents}
      </button>
      <ol id={listId} popover="auto">
        <li className={look(manual._id)}>
          <a href={`#${textId}`}>
            <span />
            <span>
              <span lang={lang}>{words.opening}</span>
              {aloud(manual._id)}
            </span>{' '}
            <span dir="auto">{inked(headingOf(manual.opening))}</span>
          </a>
        </li>
        {parts.map((part) => (
          <li key={part.number} className={isAvailable(part) ? look(part._id) : undefined}>
            {isAvailable(part) ? (
              <a href={`#${part.anchor}`}>
                <span>{`§ ${part.number}`}</span>{' '}
                <span>
                  <bdi>{inked(part.eyebrow)}</bdi>
                  {aloud(part._id)}
                </span>{' '}
                {part.title && <span dir="auto">{inked(part.title)}</span>}
              </a>
            ) : (
              <Missing
                number={part.number}
                words={isPast ? words.notAvailableThen : words.notAvailableNow}
                lang={lang}
                notice={notices?.get(part.number)}
              />
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

interface MissingProps {
  number: number
  /** What readers are told. */
  words: string
  lang: string | undefined
  notice: Notice | undefined
}

/** A section that cannot be shown. */
function Missing({ number, words, lang, notice }: MissingProps) {
  const sign = <span>{`§ ${number}`}</span>
  return notice ? (
    <a href={`#${notice.fragment}`}>
      {sign}{' '}
      <span lang="en" dir="ltr">
        {notice.text}
      </span>
    </a>
  ) : (
    <p>
      {sign} <span lang={lang}>{words}</span>
    </p>
  )
}
