import { defaultLanguage, langOfWords, wordsIn, type Words as WordsIn } from '#lib/manual/index.ts'
import { Head } from './head.tsx'
import { Words } from './opening.tsx'
import { Sheet } from './sheet.tsx'

/** The manual's data that a page needs when there is no manual to show. */
export interface StatusProps {
  /** The identity line. */
  identity?: string | undefined
  /** BCP 47. */
  language?: string | undefined
}

interface Props extends StatusProps {
  /** The HTTP status, in large type in the title block. */
  code: string
  title: keyof WordsIn
  status: keyof WordsIn
  text: keyof WordsIn
  /** The text of the link to `/`. */
  link: keyof WordsIn
}

/** A page without a manual, in the manual's design: what has happened, and what the reader can do. */
export function StatusPage({ code, title, status, text, link, identity, language = defaultLanguage }: Props) {
  const words = wordsIn(language)
  return (
    <Sheet
      language={language}
      before={
        <Head
          opening={{ identity, language, availability: undefined }}
          block={{ document: identity, code, status: words[status], language }}
        />
      }
    >
      <Words
        title={words[title]}
        text={words[text]}
        lang={langOfWords(language)}
        link={{ href: '/', text: words[link] }}
      />
    </Sheet>
  )
}
