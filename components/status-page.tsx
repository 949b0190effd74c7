import { defaultLanguage, langOfWords, wordsIn, type Words as WordsIn } from '#lib/manual/index.ts'
import { Head } from './head.tsx'
import { Words } from './opening.tsx'
import { Sheet } from './sheet.tsx'

/** What is known of the manual when a page cannot show it. */
export interface StatusProps {
  /** The line that names it. */
  identity?: string | undefined
  /** BCP 47. */
  language?: string | undefined
}

interface Props extends StatusProps {
  /** The largest sign of the title block. */
  code: string
  title: keyof WordsIn
  status: keyof WordsIn
  text: keyof WordsIn
  /** What can be done: a link to the manual. */
  link: keyof WordsIn
}

/** A page with no manual to show, in the manual's own form: what has happened, and what can be done. */
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
