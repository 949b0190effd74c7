import { Fragment } from 'react'
import type { TextRun } from '#lib/changes/match.ts'
import type { Difference, SectionDifferences } from '#lib/editions/differences.ts'
import type { Edition } from '#lib/editions/record.ts'
import { kindIn } from '#lib/formats/index.ts'
import { languageOf, langOfWords, wordsIn, type Opening, type Words } from '#lib/manual/index.ts'
import { fill } from '#lib/manual/words.ts'
import { Aloud } from '../aloud.tsx'
import section from '../sections/section.module.css'
import { inked, whole } from '../whole.tsx'
import bar from './change-bar.module.css'
import { ChangedList } from './changed-list.tsx'
import { EditionBlock } from './edition-block.tsx'
import { RecordPage } from './record-page.tsx'
import { RecordSection } from './record-section.tsx'
import { Day } from './story-page.tsx'
import styles from './differences-page.module.css'

interface Props {
  opening: Opening
  siteUrl: string
  /** All editions, newest first. */
  list: readonly Edition[]
  before: Edition
  after: Edition
  sections: readonly SectionDifferences[]
}

/** The differences between two editions, word by word: the reason, a legend, then each section. */
export function DifferencesPage({ opening, siteUrl, list, before, after, sections }: Props) {
  const language = languageOf(opening)
  const words = wordsIn(language)
  const lang = langOfWords(language)
  const [from, to] = [String(before.number), String(after.number)]
  // For consecutive editions, the later one's reason explains the differences, so it is shown.
  const isStep = list[list.indexOf(after) + 1] === before
  const differences = sections.flatMap(({ differences }) => differences)
  const kept = new Set(differences.flatMap(({ kind, anchor }) => (kind === 'retired' ? [] : (anchor ?? []))))
  /**
   * The fragment of a difference on this page. A removed entry gets one of its own if another entry has its
   * anchor now.
   */
  const fragmentOf = ({ kind, anchor }: Pick<Difference, 'kind' | 'anchor'>) =>
    kind === 'retired' && anchor && kept.has(anchor) ? `_was-${anchor}` : (anchor ?? openingId)
  const placeIn = (edition: Edition) => (edition === list[0] ? '/' : `/editions/${edition.number}`)
  /** The link to an entry in the later edition; for a removed entry, in the earlier one. */
  const placeOf = ({ kind, anchor }: Pick<Difference, 'kind' | 'anchor'>) =>
    `${placeIn(kind === 'retired' ? before : after)}#${anchor ?? '_text'}`
  return (
    <RecordPage
      opening={opening}
      siteUrl={siteUrl}
      kicker={fill(words.differencesFromTo, { from, to }).join('')}
      title={fill(isStep ? words.whatChangedIn : words.whatChangedBetween, { number: to, from, to }).join('')}
      lead={
        <>
          {isStep && after.reason && <p dir="auto">{whole(after.reason)}</p>}
          <p className={styles.key}>
            {differences.length === 0
              ? words.nothingChanged
              : fill(words.struckIsBefore, {
                  struck: <del key="struck">{words.struck}</del>,
                  underlined: <ins key="underlined">{words.underlined}</ins>,
                  from,
                  to,
                })}
          </p>
        </>
      }
      block={
        <EditionBlock
          language={language}
          sign={{ name: <a href="/editions">{words.edition}</a>, number: after.number }}
          cells={[
            { name: words.from, text: <a href={placeIn(before)}>{`${words.edition} ${from}`}</a> },
            { name: words.date, text: <Day language={language} date={after.date} /> },
            ...(differences.length > 0
              ? [
                  {
                    name: words.changed,
                    text: (
                      <ChangedList
                        changes={differences}
                        hrefOf={(change) => `#${fragmentOf(change)}`}
                        language={language}
                      />
                    ),
                    isWide: true,
                  },
                ]
              : []),
          ]}
        />
      }
    >
      {sections.map(({ id, mark, name, differences }) => (
        <RecordSection
          key={id}
          id={`_in-${id}`}
          mark={mark}
          name={<bdi>{inked(name)}</bdi>}
          href={placeOf(
            differences.find(({ key }) => key === undefined) ?? { kind: 'moved', anchor: undefined },
          )}
          lang={mark ? undefined : lang}
        >
          {differences.map((difference, at) => (
            <DifferenceItem
              key={at}
              id={fragmentOf(difference)}
              difference={difference}
              href={placeOf(difference)}
              language={language}
            />
          ))}
        </RecordSection>
      ))}
      <Turn list={list} before={before} after={after} isStep={isStep} words={words} lang={lang} />
    </RecordPage>
  )
}

/**
 * The fragment of the opening, which has no anchor. The underscore keeps it apart from authors' anchors,
 * which begin with a letter.
 */
const openingId = '_opening'

interface ItemProps {
  id: string
  difference: Difference
  /** The link to the entry in its edition. */
  href: string
  language: string
}

function DifferenceItem({ id, difference, href, language }: ItemProps) {
  const { mark, name, kind, texts, key } = difference
  const words = wordsIn(language)
  const lang = langOfWords(language)
  // The entry's name, if it changed, is one of its texts, and shown as the heading.
  const title =
    key === undefined
      ? undefined
      : texts.find(({ runs }) => [textOf(runs, 'added'), textOf(runs, 'removed')].includes(name))
  const isWhole = kind === 'new' || kind === 'retired'
  return (
    <article id={id} className={`${section.entry} ${bar.changed} ${styles.difference}`}>
      {key === undefined ? (
        <span />
      ) : (
        <a className={section.mark} href={href}>
          {mark}
        </a>
      )}
      <div>
        <p className={styles.kind} lang={lang}>
          {capitalised(kindIn(words, kind))}
        </p>
        {key !== undefined && (
          <h3 dir="auto">
            {isWhole || !title ? (
              kind === 'retired' ? (
                <del>{inked(name)}</del>
              ) : (
                whole(name)
              )
            ) : (
              <Runs runs={title.runs} words={words} lang={lang} />
            )}
          </h3>
        )}
        {texts
          .filter((text) => text !== title)
          .map(({ label, runs }, at) => (
            <p key={at} className={styles.text} dir="auto">
              {label && (
                <span className={styles.label} lang={lang}>
                  {label}:{' '}
                </span>
              )}
              {/* A new entry is not underlined throughout. */}
              {kind === 'new' ? whole(textOf(runs, 'added')) : <Runs runs={runs} words={words} lang={lang} />}
            </p>
          ))}
      </div>
    </article>
  )
}

const textOf = (runs: readonly TextRun[], side: 'added' | 'removed') =>
  runs
    .filter(({ state }) => state === 'kept' || state === side)
    .map(({ text }) => text)
    .join('')
    .trim()

const capitalised = (text: string) => text.replace(/^./u, (letter) => letter.toLocaleUpperCase())

interface RunsProps {
  runs: readonly TextRun[]
  words: Words
  lang: string | undefined
}

/** Announces added and removed words, because screen readers do not read `ins` and `del` reliably. */
const Runs = ({ runs, words, lang }: RunsProps) =>
  runs
    .filter(({ text }) => text !== '')
    .map(({ text, state }, at) => {
      if (state === 'kept') return <Fragment key={at}>{whole(`${text.trimEnd()} `)}</Fragment>
      const Mark = state === 'added' ? 'ins' : 'del'
      return (
        <Fragment key={at}>
          <Mark>
            <Aloud lang={lang}>{state === 'added' ? words.addedAloud : words.removedAloud}</Aloud>
            {inked(text.trim())}
            <Aloud lang={lang}>{words.unchangedEnd}</Aloud>
          </Mark>{' '}
        </Fragment>
      )
    })

interface TurnProps extends Pick<Props, 'list' | 'before' | 'after'> {
  isStep: boolean
  words: Words
  lang: string | undefined
}

/** Links to the previous and next pair of editions, and to all changes since. */
function Turn({ list, before, after, isStep, words, lang }: TurnProps) {
  const [latest] = list
  const earlier = list[list.indexOf(before) + 1]
  const later = list[list.indexOf(after) - 1]
  const ways = [
    isStep && earlier && ([words.previous, earlier, before] as const),
    isStep && later && ([words.next, after, later] as const),
    latest && after !== latest && ([words.compareWithNow, before, latest] as const),
  ].filter((way) => way !== false && way !== undefined)
  if (ways.length === 0) return null
  return (
    <nav className={styles.turn} aria-label={words.differences} lang={lang}>
      {ways.map(([name, { number: from }, { number: to }]) => (
        <a key={name} href={`/editions/${from}..${to}`}>
          {name} <span>{fill(words.editionFromTo, { from: String(from), to: String(to) })}</span>
        </a>
      ))}
    </nav>
  )
}
