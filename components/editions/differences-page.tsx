import type { Difference, SectionDifferences } from '#lib/editions/differences.ts'
import type { Edition } from '#lib/editions/record.ts'
import { kindIn } from '#lib/formats/index.ts'
import { languageOf, langOfWords, wordsIn, type Opening, type Words } from '#lib/manual/index.ts'
import { fill } from '#lib/manual/words.ts'
import { ChangedList } from './changed-list.tsx'
import { EditionBlock } from './edition-block.tsx'
import { RecordPage } from './record-page.tsx'
import { Day } from './story-page.tsx'
import styles from './differences-page.module.css'

interface Props {
  opening: Opening
  siteUrl: string
  before: Edition
  after: Edition
  /** Whether they follow each other: then the later one's reason is the reason of the difference. */
  isStep: boolean
  sections: readonly SectionDifferences[]
}

/**
 * What differs between two editions, word by word: the reason first, then a key in words, then section by
 * section.
 */
export function DifferencesPage({ opening, siteUrl, before, after, isStep, sections }: Props) {
  const language = languageOf(opening)
  const words = wordsIn(language)
  const lang = langOfWords(language)
  const [from, to] = [String(before.number), String(after.number)]
  const differences = sections.flatMap(({ differences }) => differences)
  return (
    <RecordPage
      opening={opening}
      siteUrl={siteUrl}
      kicker={fill(words.differencesFromTo, { from, to }).join('')}
      title={fill(isStep ? words.whatChangedIn : words.whatChangedBetween, { number: to, from, to }).join('')}
      lead={
        <>
          {isStep && after.reason && <p dir="auto">{after.reason}</p>}
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
            { name: words.from, text: <a href={`/editions/${from}`}>{`${words.edition} ${from}`}</a> },
            { name: words.date, text: <Day language={language} date={after.date} /> },
            ...(differences.length > 0
              ? [
                  {
                    name: words.changed,
                    text: (
                      <ChangedList
                        changes={differences}
                        hrefOf={({ anchor }) => `#${anchor ?? openingId}`}
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
        <section key={id} className={styles.section}>
          <h2 className={styles.strip}>
            {mark && <span>{mark}</span>} <bdi lang={mark ? undefined : lang}>{name}</bdi>
          </h2>
          {differences.map((difference, at) => (
            <DifferenceItem key={at} difference={difference} language={language} words={words} />
          ))}
        </section>
      ))}
    </RecordPage>
  )
}

/** The opening has no anchor of its own. Authors' anchors begin with a letter. */
const openingId = '_opening'

interface ItemProps {
  difference: Difference
  language: string
  words: Words
}

function DifferenceItem({ difference, language, words }: ItemProps) {
  const { anchor, mark, name, kind, texts, key } = difference
  const lang = langOfWords(language)
  // What came or went has its name over it already.
  const isName = (runs: Difference['texts'][number]) =>
    (kind === 'new' || kind === 'retired') && runs.map(({ text }) => text).join('') === name
  return (
    <article id={anchor ?? openingId} className={styles.difference}>
      <p className={styles.mark}>
        {key !== undefined && mark} <span lang={lang}>{kindIn(words, kind)}</span>
      </p>
      <div className={styles.words}>
        {key !== undefined && <h3 dir="auto">{kind === 'retired' ? <del>{name}</del> : name}</h3>}
        {texts
          .filter((runs) => key === undefined || !isName(runs))
          .map((runs, at) => (
            <p key={at} dir="auto">
              {kind === 'new'
                ? runs.map(({ text }) => text).join('')
                : runs
                    .filter(({ text }) => text !== '')
                    .map(({ text, state }, place) =>
                      state === 'kept' ? (
                        `${text} `
                      ) : (
                        <Run key={place} text={text} isAdded={state === 'added'} words={words} lang={lang} />
                      ),
                    )}
            </p>
          ))}
      </div>
    </article>
  )
}

interface RunProps {
  text: string
  isAdded: boolean
  words: Words
  lang: string | undefined
}

/** Words that came or went, announced: a line over or under them is not heard. */
function Run({ text, isAdded, words, lang }: RunProps) {
  const Mark = isAdded ? 'ins' : 'del'
  return (
    <>
      <Mark>
        <span className={styles.aloud} lang={lang}>
          {isAdded ? words.addedAloud : words.removedAloud}
        </span>
        {text.trim()}
        <span className={styles.aloud} lang={lang}>
          {words.unchangedEnd}
        </span>
      </Mark>{' '}
    </>
  )
}
