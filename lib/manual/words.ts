import { en } from './words.en.ts'

export type Words = Readonly<Record<keyof typeof en, string>>

/** By the language of the manual; English stands in for those that are not here. */
const languages: Partial<Record<string, Words>> = { en }

const wordsLanguage = (language: string) => [language, primary(language)].find((tag) => languages[tag])

const primary = (language: string) => language.split('-')[0] as string

/** The words around the author's own, in the manual's language. */
export const wordsIn = (language: string): Words => languages[wordsLanguage(language) ?? 'en'] ?? en

/** The `lang` of these words, where it is another than that of the page around them. */
export const langOfWords = (language: string): string | undefined =>
  wordsLanguage(language) ? undefined : 'en'

/** A sentence in pieces, `since {date}` as `['since ', date]`. */
export function fill<Part>(sentence: string, parts: Readonly<Record<string, Part>>): (string | Part)[] {
  return sentence
    .split(/\{(\w+)\}/)
    .map((piece, at) => (at % 2 === 1 ? (parts[piece] ?? piece) : piece))
    .filter((piece) => piece !== '')
}
