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
  /** The bars of what it says. */
  marks?: OpeningMarks | undefined
  edit: Edit
  siteUrl: string | undefined
  /** Its author reads it. */
  isDraft?: boolean
}

/**
 * What the manual says before its first section. Without a headline, its owner's name or the line that names
 * it stands in for it.
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
  /** What it is among the places of the marks; of the introduction, several. */
  at: readonly string[]
  marks: OpeningMarks | undefined
  lang: string | undefined
  children: ReactNode
}

/** A part of the opening, with the bar beside it where it changed. */
function Part({ at, marks, lang, children }: PartProps) {
  if (!marks || !at.some((place) => marks.places.has(place))) return children
  return (
    <div className={`${styles.part} ${changedLook(marks.mark)}`}>
      {children}
      {at.includes(marks.linkAt) && <ChangeBar mark={marks.mark} lang={lang} />}
    </div>
  )
}

/** The paragraphs of the introduction, each with its place; a list is one. */
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
  /** Of these words, where it is another than the page's. */
  lang?: string | undefined
  /** What can be done. */
  link?: { href: string; text: string }
  edit?: Edit
}

/** The words of a page that has nothing else to show. */
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

/** A long headline is set smaller, in longer lines: it should fit into the first view. */
const sizeOf = ({ length }: string) => (length > 120 ? styles.longest : length > 50 ? styles.long : undefined)

/** Whose it is and how to answer: a representative h-card. It shows only what was given. */
function Byline({
  opening: { name, headline, contact, profiles = [] },
  edit,
  siteUrl,
}: Omit<Props, 'manual'> & Pick<Manual, 'opening'>) {
  if (!name && !contact && profiles.length === 0) return null
  // Without a headline, the name is the heading.
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
