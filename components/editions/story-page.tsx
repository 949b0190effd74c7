import { Fragment, type CSSProperties } from 'react'
import type { EntryChange } from '#lib/editions/changes.ts'
import { isOpenAt, type Edition } from '#lib/editions/record.ts'
import type { Held } from '#lib/editions/held.ts'
import { kindIn } from '#lib/formats/index.ts'
import { dateIn, languageOf, langOfWords, wordsIn, type Opening, type Words } from '#lib/manual/index.ts'
import { fill } from '#lib/manual/words.ts'
import { Aloud } from '../aloud.tsx'
import axis from '../sections/history.module.css'
import section from '../sections/section.module.css'
import { whole } from '../whole.tsx'
import { EditionBlock } from './edition-block.tsx'
import { Life } from './life.tsx'
import { RecordPage } from './record-page.tsx'
import { RecordSection } from './record-section.tsx'
import { RedactedOn } from './redacted.tsx'
import styles from './story-page.module.css'

interface Props {
  opening: Opening
  siteUrl: string
  /** All editions, newest first. */
  list: readonly Edition[]
  /** The editions on this page. */
  part: readonly Edition[]
  links: { earlier?: string | undefined; later?: string | undefined }
  /** Removed entries; on the first page only. */
  retired: readonly Held[]
  /** The time of rendering, in milliseconds. */
  now: number
}

/**
 * The editions of a manual, newest first, each with its reason and its changes, and the entries that are no
 * longer held.
 */
export function StoryPage({ opening, siteUrl, list, part, links, retired, now }: Props) {
  const language = languageOf(opening)
  const words = wordsIn(language)
  const [latest, first] = [list[0], list.at(-1)]
  const lang = langOfWords(language)
  const count = String(list.length)
  const isOpen = latest !== undefined && isOpenAt(latest, now)
  return (
    <RecordPage
      opening={opening}
      siteUrl={siteUrl}
      kicker={words.recordOfEditions}
      title={words.whatChangedAndWhy}
      lead={<p>{words.whatEditionsAre}</p>}
      note={`${fill(list.length === 1 ? words.recordOfOne : words.recordOfMany, { count }).join('')}${isOpen ? words.oneOpen : ''}`}
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
                    text: (retired.length === 1 ? words.oneEntry : words.manyEntries).replace(
                      '{count}',
                      String(retired.length),
                    ),
                    isWide: true,
                  },
                ]
              : []),
          ]}
        />
      }
    >
      <RecordSection id="editions" name={words.editions} lang={lang}>
        <ol className={`${axis.axis} ${styles.editions}`} reversed start={part[0]?.number ?? 1}>
          {!links.later && latest && (
            <li className={styles.next} aria-hidden>
              <div>
                <p className={axis.when} />
                <p className={styles.mono} lang={lang}>
                  {isOpen
                    ? fill(words.editionIsOpenUntil, {
                        number: String(latest.number),
                        time: latest.closesAt.slice(11, 16),
                      })
                    : words.nextEdition}
                </p>
              </div>
            </li>
          )}
          {part.map((edition, at) => (
            <Fragment key={edition.number}>
              <EditionItem
                edition={edition}
                before={list.find(({ number }) => number < edition.number)}
                latest={latest!}
                isOpen={isOpen && edition === latest}
                days={daysTo(edition, part[at + 1])}
                language={language}
              />
              <Year of={part[at + 1]} after={edition} />
            </Fragment>
          ))}
        </ol>
        {(links.earlier ?? links.later) && (
          <p className={`${styles.ways} ${styles.parts}`} lang={lang}>
            {links.later && <a href={links.later}>{words.laterEditions}</a>}{' '}
            {links.earlier && <a href={links.earlier}>{words.earlierEditions}</a>}
          </p>
        )}
      </RecordSection>
      {retired.length > 0 && (
        <Retired retired={retired} count={latest?.number ?? 1} language={language} words={words} />
      )}
      <RecordSection id="feed" name={words.follow} lang={lang}>
        <p className={styles.prose} lang={lang}>
          <a href="/editions.atom">{words.theFeed}</a>
          {words.aboutTheFeed}
        </p>
      </RecordSection>
    </RecordPage>
  )
}

const dayMs = 24 * 60 * 60 * 1000
/** The greatest distance between two editions on the axis, in days. */
const mostDays = 120

const daysTo = ({ date }: Edition, before: Edition | undefined): number =>
  before
    ? Math.min(Math.max(Math.round((Date.parse(date) - Date.parse(before.date)) / dayMs), 0), mostDays)
    : 0

/** A tick on the axis, where an earlier year begins. */
function Year({ of, after }: { of: Edition | undefined; after: Edition }) {
  const year = of?.date.slice(0, 4)
  if (!year || year >= after.date.slice(0, 4)) return null
  return (
    <li className={axis.skipped} aria-hidden>
      <div>
        <p className={axis.when}>{year}</p>
      </div>
    </li>
  )
}

export const Day = ({ language, date }: { language: string; date: string }) => (
  <time dateTime={date} dir="auto">
    {dateIn(language, 'long', date)}
  </time>
)

interface ItemProps {
  edition: Edition
  before: Edition | undefined
  latest: Edition
  isOpen: boolean
  days: number
  language: string
}

function EditionItem({ edition, before, latest, isOpen, days, language }: ItemProps) {
  const { number, date, reason, isCorrection, redacted, changes, closesAt } = edition
  const words = wordsIn(language)
  const lang = langOfWords(language)
  const difference = before && `/editions/${before.number}..${number}`
  const isLatest = edition === latest
  const look = [isOpen && styles.open, isCorrection && styles.correction].filter(Boolean).join(' ')
  return (
    <li
      id={`_${number}`}
      value={number}
      className={look || undefined}
      style={{ '--days': days } as CSSProperties}
    >
      <div>
        <p className={axis.when} aria-hidden>
          {number}
        </p>
        <div>
          <p className={styles.mono} lang={lang}>
            <Day language={language} date={date} />
            {isCorrection && `, ${words.aCorrection}`}
            {isOpen && (
              <Aloud>
                {', '}
                {fill(words.editionIsOpenUntil, { number: String(number), time: closesAt.slice(11, 16) })}
              </Aloud>
            )}
          </p>
          <h3 className={reason ? undefined : styles.made}>
            <Aloud lang={lang}>
              {words.edition} {number}:{' '}
            </Aloud>
            <span dir="auto">{whole(reason ?? (changes.words || words.theFirstEdition))}</span>
          </h3>
          <Entries
            edition={edition}
            page={difference ?? `/editions/${number}`}
            isFirst={!before}
            language={language}
          />
          {redacted && (
            <p className={styles.mono} lang={lang}>
              <RedactedOn date={redacted} language={language} />
            </p>
          )}
          <p className={styles.ways} lang={lang}>
            {difference && (
              <a href={difference}>
                {words.differences}
                <Aloud>
                  {fill(words.differencesAloud, { number: String(number), before: String(before.number) })}
                </Aloud>
              </a>
            )}{' '}
            <a href={isLatest ? '/' : `/editions/${number}`}>
              {isLatest ? words.readIt : words.readItAsItWas}
              <Aloud>{fill(words.readItAloud, { number: String(number) })}</Aloud>
            </a>{' '}
            {!isLatest && (
              <a href={`/editions/${number}..${latest.number}`}>
                {words.compareWithNow}
                <Aloud>{fill(words.readItAloud, { number: String(number) })}</Aloud>
              </a>
            )}
          </p>
        </div>
      </div>
    </li>
  )
}

/** How many changes of an edition are listed; its page of differences has all. */
const mostEntries = 6

interface EntriesProps {
  edition: Edition
  /** The page that shows the changes. */
  page: string
  isFirst: boolean
  language: string
}

/** The changes of an edition. Only their numbers if the sentence above already has the names. */
function Entries({ edition: { reason, isCorrection, changes }, page, isFirst, language }: EntriesProps) {
  const words = wordsIn(language)
  const lang = langOfWords(language)
  const entries = changes.entries.filter(({ isPart }) => !isPart)
  if (entries.length === 0) return null
  const rest = entries.length > mostEntries && (
    <a href={page} lang={lang}>
      {fill(words.andMore, { count: String(entries.length - mostEntries) })}
    </a>
  )
  if (isCorrection || (!reason && !isFirst))
    return (
      <p className={styles.ways}>
        {entries.slice(0, mostEntries).map((entry, at) => (
          <Fragment key={at}>
            <a href={hrefOf(entry, page)}>{entry.mark ?? entry.name}</a>{' '}
          </Fragment>
        ))}
        {rest}
      </p>
    )
  return (
    <ul>
      {entries.slice(0, mostEntries).map((entry, at) => (
        <li key={at}>
          <a href={hrefOf(entry, page)}>{entry.mark ?? entry.name}</a>{' '}
          <span>
            {entry.mark && <bdi>{whole(entry.name)}</bdi>}
            {!isFirst && (
              <span lang={lang}>
                {entry.mark ? ', ' : ''}
                {kindIn(words, entry.kind)}
              </span>
            )}
          </span>
        </li>
      ))}
      {rest && <li>{rest}</li>}
    </ul>
  )
}

/** The link to a change on a page of differences or of an edition. */
const hrefOf = ({ anchor }: Pick<EntryChange, 'anchor'>, page: string) =>
  anchor ? `${page}#${anchor}` : page

interface RetiredProps {
  retired: readonly Held[]
  /** How many editions there are. */
  count: number
  language: string
  words: Words
}

/** Removed entries: for how long each was held, its last words, and why it was removed. */
function Retired({ retired, count, language, words }: RetiredProps) {
  const lang = langOfWords(language)
  return (
    <RecordSection
      id="retired"
      name={words.retired}
      title={words.noLongerHeld}
      lead={words.keepsItsWords}
      lang={lang}
    >
      <ul className={styles.retired}>
        {retired.map(({ mark, name, lastWords, from, last, until, reason }, at) => (
          <li key={at} className={section.entry}>
            <p className={styles.mono}>{mark}</p>
            <div>
              <h3 dir="auto">{whole(name)}</h3>
              {lastWords && (
                <p className={styles.last} dir="auto">
                  {whole(lastWords)}
                </p>
              )}
              <Life from={from.number} until={until.number} count={count} />
              <p className={styles.mono} lang={lang}>
                {fill(words.heldFrom, {
                  from: (
                    <a key="from" href={hrefOf(from, `/editions/${from.number}`)}>
                      {from.number}
                    </a>
                  ),
                  since: <Day key="since" language={language} date={from.date} />,
                  to: (
                    <a key="to" href={hrefOf(until, `/editions/${last}..${until.number}`)}>
                      {until.number}
                    </a>
                  ),
                  date: <Day key="date" language={language} date={until.date} />,
                })}
              </p>
              {reason && (
                <p className={styles.because} dir="auto">
                  {whole(reason)}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </RecordSection>
  )
}
