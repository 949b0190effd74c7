import {
  addressText,
  entryPath,
  headingOf,
  langOfWords,
  languageOf,
  wordsIn,
  type Edit,
  type Manual,
} from '#lib/manual/index.ts'
import { ProseText } from './prose-text.tsx'
import styles from './opening.module.css'

interface Props {
  manual: Pick<Manual, 'opening' | 'sections' | 'leftOut'>
  edit: Edit
  siteUrl: string | undefined
}

/** What the manual says before its first section. Without a headline, the line that names the document stands in for it. */
export function Opening({ manual: { opening, sections, leftOut }, edit, siteUrl }: Props) {
  const { kicker, introduction = [] } = opening
  const heading = headingOf(opening)
  const language = languageOf(opening)
  const words = wordsIn(language)
  return (
    <div className={styles.opening}>
      {kicker && (
        <p className={styles.kicker} dir="auto" {...edit('kicker')}>
          {kicker}
        </p>
      )}
      <h1 className={sizeOf(heading)} dir="auto" {...edit('headline')}>
        {heading}
      </h1>
      {introduction.length > 0 && (
        <div className={styles.introduction} {...edit('introduction')}>
          <ProseText blocks={introduction} />
        </div>
      )}
      <Reach opening={opening} edit={edit} siteUrl={siteUrl} />
      {sections.length === 0 && (
        <p className={styles.blank} lang={langOfWords(language)}>
          {leftOut > 0 ? words.noSectionShown : words.noSections}
        </p>
      )}
    </div>
  )
}

/** A long headline is set smaller, in longer lines: it should fit into the first view. */
const sizeOf = ({ length }: string) => (length > 120 ? styles.longest : length > 50 ? styles.long : undefined)

/** The owner and how to reach them: a representative h-card. It shows only what was given. */
function Reach({
  opening: { name, contact, profiles = [] },
  edit,
  siteUrl,
}: Omit<Props, 'manual'> & Pick<Manual, 'opening'>) {
  if (!name && !contact && profiles.length === 0) return null
  return (
    <address className={`${styles.reach} h-card`}>
      {name &&
        (siteUrl ? (
          <a className="p-name u-url u-uid" rel="me" href={siteUrl} dir="auto" {...edit('name')}>
            {name}
          </a>
        ) : (
          <span className="p-name" dir="auto" {...edit('name')}>
            {name}
          </span>
        ))}
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
          {label}
        </a>
      ))}
    </address>
  )
}
