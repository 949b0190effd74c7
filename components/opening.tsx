import type { ReactNode } from 'react'
import {
  addressText,
  entryPath,
  headingOf,
  isBlank,
  langOfWords,
  languageOf,
  wordsIn,
  type Edit,
  type Manual,
  type Prose,
} from '#lib/manual/index.ts'
import { ChangeBar, changedLook } from './editions/change-bar.tsx'
import type { OpeningMarks } from './editions/marks.tsx'
import { ProseText } from './prose-text.tsx'
import { inked, whole } from './whole.tsx'
import styles from './opening.module.css'

interface Props {
  manual: Pick<Manual, 'opening' | 'sections' | 'unavailable'>
  /** Change bars. */
  marks?: OpeningMarks | undefined
  edit: Edit
  siteUrl: string | undefined
  /** Whether this is a draft, which the author reads. */
  isDraft?: boolean
}

/**
 * The part of the manual before its first section. The heading is the headline or, without one, the owner's
 * name or the identity line.
 */
export function Opening({ manual, marks, edit, siteUrl, isDraft }: Props) {
  const { opening, sections, unavailable } = manual
  const { kicker, headline, name, introduction = [] } = opening
  const language = languageOf(opening)
  const words = wordsIn(language)
  const lang = langOfWords(language)
  if (isBlank(manual)) {
    const [title, text] = isDraft
      ? [words.beginTitle, words.beginText]
      : [words.nothingTitle, words.nothingText]
    return <Words title={title} text={text} lang={lang} edit={edit} />
  }
  const heading = headingOf(opening)
  return (
    <div className={styles.opening}>
      {kicker && (
        <Part at={['kicker']} marks={marks} lang={lang}>
          <p className={styles.kicker} dir="auto" {...edit('kicker')}>
            {inked(kicker)}
          </p>
        </Part>
      )}
      <Part at={['heading']} marks={marks} lang={lang}>
        <h1 className={sizeOf(heading)} dir="auto" {...edit(!headline && name ? 'name' : 'headline')}>
          {whole(heading)}
        </h1>
      </Part>
      <Part at={['byline']} marks={marks} lang={lang}>
        <Byline opening={opening} edit={edit} siteUrl={siteUrl} />
      </Part>
      {introduction.length > 0 && (
        <div className={styles.introduction} {...edit('introduction')}>
          {paragraphsOf(introduction).map(({ at, blocks }) => (
            <Part key={at[0]} at={at} marks={marks} lang={lang}>
              <ProseText blocks={blocks} />
            </Part>
          ))}
        </div>
      )}
      {sections.length === 0 && (
        <p className={styles.introduction} lang={lang}>
          {unavailable.length > 0 ? words.noSectionShown : words.noSections}
        </p>
      )}
    </div>
  )
}

interface PartProps {
  /** The places of this part in `OpeningMarks.places`; a list in the introduction has several. */
  at: readonly string[]
  marks: OpeningMarks | undefined
  lang: string | undefined
  children: ReactNode
}

/** A part of the opening, with a change bar if it changed. */
function Part({ at, marks, lang, children }: PartProps) {
  if (!marks || !at.some((place) => marks.places.has(place))) return children
  return (
    <div className={`${styles.part} ${changedLook(marks.mark)}`}>
      {children}
      {at.includes(marks.linkAt) && <ChangeBar mark={marks.mark} lang={lang} />}
    </div>
  )
}

/** The paragraphs of the introduction with their places. The items of a list form one part. */
function paragraphsOf(introduction: Prose): { at: string[]; blocks: Prose }[] {
  const parts: { at: string[]; blocks: Prose }[] = []
  for (const [index, block] of introduction.entries()) {
    const [last, at] = [parts.at(-1), `introduction.${index}`]
    if (last && block.listItem && introduction[index - 1]?.listItem) {
      last.at.push(at)
      last.blocks.push(block)
    } else parts.push({ at: [at], blocks: [block] })
  }
  return parts
}

interface WordsProps {
  title: string
  text: string
  /** The language of these words, if it is not the page's. */
  lang?: string | undefined
  /** A link to what the reader can do next. */
  link?: { href: string; text: string }
  edit?: Edit
}

/** A heading and a text, for a page that has no manual to show. */
export function Words({ title, text, lang, link, edit }: WordsProps) {
  return (
    <div className={styles.opening} lang={lang}>
      <h1 className={styles.long} {...edit?.('headline')}>
        {title}
      </h1>
      <p className={styles.introduction}>{text}</p>
      {link && (
        <p className={styles.way}>
          <a href={link.href}>{link.text}</a>
        </p>
      )}
    </div>
  )
}

/** Sets a long headline smaller and in longer lines, so that it fits into the first view. */
const sizeOf = ({ length }: string) => (length > 120 ? styles.longest : length > 50 ? styles.long : undefined)

/** The owner's name, contact and profiles, as a representative h-card. Shows only what was given. */
function Byline({
  opening: { name, headline, contact, profiles = [] },
  edit,
  siteUrl,
}: Omit<Props, 'manual'> & Pick<Manual, 'opening'>) {
  if (!name && !contact && profiles.length === 0) return null
  // Without a headline, the name is the page's heading already, and only stated for machines here.
  const Name = headline ? 'strong' : 'data'
  return (
    <address className={`${styles.byline} h-card`}>
      {siteUrl && <data className="u-url u-uid" value={siteUrl} />}
      {name && (
        <Name className="p-name" dir="auto" {...(headline ? edit('name') : { value: name })}>
          {headline && inked(name)}
        </Name>
      )}
      {contact && (
        <a
          className={
            /^(?:mailto|tel):/.test(contact) ? (contact.startsWith('tel') ? 'p-tel' : 'u-email') : 'u-url'
          }
          href={contact}
          dir="ltr"
          {...edit('contact')}
        >
          {addressText(contact)}
        </a>
      )}
      {profiles.map(({ _key, label, href }, at) => (
        <a
          key={at}
          className="u-url"
          rel="me"
          href={href}
          dir="auto"
          {...edit(`${entryPath('profiles', _key)}.label`)}
        >
          {inked(label)}
        </a>
      ))}
    </address>
  )
}
