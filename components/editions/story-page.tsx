import type { CSSProperties } from 'react'
import type { EntryChange } from '#lib/editions/changes.ts'
import { isOpenAt, type Edition } from '#lib/editions/record.ts'
import type { Held } from '#lib/editions/held.ts'
import { kindIn } from '#lib/formats/index.ts'
import { dateIn, languageOf, langOfWords, wordsIn, type Opening, type Words } from '#lib/manual/index.ts'
import { fill } from '#lib/manual/words.ts'
import { EditionBlock } from './edition-block.tsx'
import { RecordPage } from './record-page.tsx'
import styles from './story-page.module.css'

interface Props {
  opening: Opening
  siteUrl: string
  /** All of them, newest first. */
  list: readonly Edition[]
  /** Those of this part. */
  part: readonly Edition[]
  links: { earlier?: string | undefined; later?: string | undefined }
  /** Entries that were taken out; on the first part only. */
  retired: readonly Held[]
  /** Milliseconds: the time at which it is made. */
  now: number
}

/**
 * The story of a manual: its editions, newest first, each with what it changed and why; and what is no longer
 * held.
 */
export function StoryPage({ opening, siteUrl, list, part, links, retired, now }: Props) {
  const language = languageOf(opening)
  const words = wordsIn(language)
  const [latest, first] = [list[0], list.at(-1)]
  const lang = langOfWords(language)
  return (
    <RecordPage
      opening={opening}
      siteUrl={siteUrl}
      kicker={words.recordOfEditions}
      title={words.whatChangedAndWhy}
      lead={words.whatEditionsAre}
      block={
        <EditionBlock
          language={language}
          sign={{ name: words.editions, number: list.length }}
          cells={[
            ...(first
              ? [{ name: words.firstEdition, text: <Day language={language} date={first.date} /> }]
              : []),
            ...(latest
              ? [{ name: words.latestEdition, text: <Day language={language} date={latest.date} /> }]
              : []),
            ...(retired.length > 0
              ? [
                  {
                    name: <a href="#retired">{words.noLongerHeld}</a>,
                    text: String(retired.length),
                    isWide: true,
                  },
                ]
              : []),
          ]}
        />
      }
    >
      <section className={styles.section} aria-label={words.editions}>
        <ol className={styles.axis} reversed start={part[0]?.number ?? 1}>
          {part.map((edition, at) => (
            <EditionItem
              key={edition.number}
              edition={edition}
              before={list.find(({ number }) => number < edition.number)}
              isLatest={edition === latest}
              isOpen={isOpenAt(edition, now)}
              days={daysTo(edition, part[at + 1])}
              language={language}
            />
          ))}
        </ol>
        {(links.earlier ?? links.later) && (
          <p className={styles.ways} lang={lang}>
            {links.later && <a href={links.later}>{words.laterEditions}</a>}{' '}
            {links.earlier && <a href={links.earlier}>{words.earlierEditions}</a>}
          </p>
        )}
      </section>
      {retired.length > 0 && <Retired retired={retired} language={language} words={words} />}
      <section className={styles.section}>
        <h2 className={styles.strip} lang={lang}>
          {words.toBeTold}
        </h2>
        <p className={styles.prose} lang={lang}>
          <a href="/editions.atom">{words.theFeed}</a>
          {words.aboutTheFeed}
        </p>
      </section>
    </RecordPage>
  )
}

const dayMs = 24 * 60 * 60 * 1000

/** Days to the edition before it: the axis is as long as a month at most. */
const daysTo = ({ date }: Edition, before: Edition | undefined): number =>
  before ? Math.min(Math.max(Math.round((Date.parse(date) - Date.parse(before.date)) / dayMs), 0), 100) : 0

export const Day = ({ language, date }: { language: string; date: string }) => (
  <time dateTime={date}>{dateIn(language, 'long', date)}</time>
)

interface ItemProps {
  edition: Edition
  before: Edition | undefined
  isLatest: boolean
  isOpen: boolean
  days: number
  language: string
}

function EditionItem({ edition, before, isLatest, isOpen, days, language }: ItemProps) {
  const { number, date, reason, isCorrection, redacted, changes, closesAt } = edition
  const words = wordsIn(language)
  const lang = langOfWords(language)
  const difference = before && `/editions/${before.number}..${number}`
  const entries = changes.entries.filter(({ isPart }) => !isPart)
  const made = changes.words || (before ? '' : words.theFirstEdition)
  const look = [isOpen && styles.open, isCorrection && styles.correction].filter(Boolean).join(' ')
  return (
    <li
      id={`_${number}`}
      value={number}
      className={look || undefined}
      style={{ '--days': days } as CSSProperties}
    >
      <p className={styles.number} aria-hidden>
        {number}
      </p>
      <div>
        <p className={styles.mono} lang={lang}>
          <Day language={language} date={date} />
          {isCorrection && `, ${words.aCorrection}`}
          {isOpen && (
            <>
              {' · '}
              {words.openUntil
                .replace('{time}', closesAt.slice(11, 16))
                .replace(/^./, (letter) => letter.toLowerCase())}
            </>
          )}
        </p>
        <h3 className={reason ? undefined : styles.made}>
          <span className={styles.aloud} lang={lang}>
            {words.edition} {number}:{' '}
          </span>
          <span dir="auto">{reason ?? made}</span>
        </h3>
        {!isCorrection && entries.length > 0 && (
          <ul className={styles.entries}>
            {entries.slice(0, mostEntries).map((entry, at) => (
              <li key={at}>
                <a href={hrefOf(entry, difference ?? `/editions/${number}`)}>{entry.mark ?? entry.name}</a>{' '}
                <span>
                  {entry.mark && <bdi>{entry.name}</bdi>}
                  {before && (
                    <span lang={lang}>
                      {entry.mark ? ', ' : ''}
                      {kindIn(words, entry.kind)}
                    </span>
                  )}
                </span>
              </li>
            ))}
            {entries.length > mostEntries && (
              <li lang={lang}>
                <a href={difference ?? `/editions/${number}`}>
                  {words.andMore.replace('{count}', String(entries.length - mostEntries))}
                </a>
              </li>
            )}
          </ul>
        )}
        {redacted && (
          <p className={styles.mono} lang={lang}>
            {words.aPassageWasRedacted.replace('{date}', dateIn(language, 'long', redacted))}
          </p>
        )}
        <p className={styles.ways} lang={lang}>
          {difference && (
            <a href={difference}>
              {words.differences}
              <span className={styles.aloud}>
                {words.differencesAloud
                  .replace('{number}', String(number))
                  .replace('{before}', String(before.number))}
              </span>
            </a>
          )}{' '}
          <a href={isLatest ? '/' : `/editions/${number}`}>
            {isLatest ? words.readIt : words.readItAsItWas}
            <span className={styles.aloud}>{words.readItAloud.replace('{number}', String(number))}</span>
          </a>
        </p>
      </div>
    </li>
  )
}

/** As many entries as an edition has room for in the story; its differences have them all. */
const mostEntries = 6

/** Where a change is, on a page of differences or in an edition. */
const hrefOf = ({ anchor }: EntryChange, page: string) => (anchor ? `${page}#${anchor}` : page)

/** What was taken out, with how long it was held, what it last said, and why it went. */
function Retired({ retired, language, words }: { retired: readonly Held[]; language: string; words: Words }) {
  const lang = langOfWords(language)
  return (
    <section id="retired" className={styles.section}>
      <h2 className={styles.strip} lang={lang}>
        {words.noLongerHeld}
      </h2>
      <ul className={styles.retired}>
        {retired.map(({ name, lastWords, from, to, until, reason }, at) => (
          <li key={at}>
            <h3 dir="auto">{name}</h3>
            {lastWords && (
              <p className={styles.last} dir="auto">
                {lastWords}
              </p>
            )}
            {reason && <p dir="auto">{reason}</p>}
            <p className={styles.mono} lang={lang}>
              {fill(words.heldFrom, {
                from: (
                  <a key="from" href={`/editions/${from}`}>
                    {from}
                  </a>
                ),
                to: (
                  <a key="to" href={`/editions/${to}`}>
                    {to}
                  </a>
                ),
                date: <Day key="date" language={language} date={until} />,
              })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
