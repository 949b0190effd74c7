import { en } from './words.en.ts'

export type Words = Readonly<Record<keyof typeof en, string>>

/** By language. Others fall back to English. */
const languages: Partial<Record<string, Words>> = { en }

const wordsLanguage = (language: string) => [language, primary(language)].find((tag) => languages[tag])

const primary = (language: string) => language.split('-')[0] as string

/** The words around the author's text, in the manual's language. */
export const wordsIn = (language: string): Words => languages[wordsLanguage(language) ?? 'en'] ?? en

/** The `lang` of these words, if it differs from the page's. */
export const langOfWords = (language: string): string | undefined =>
  wordsLanguage(language) ? undefined : 'en'

/** Splits a sentence at its placeholders: `since {date}` becomes `['since ', date]`. */
export function fill<Part>(sentence: string, parts: Readonly<Record<string, Part>>): (string | Part)[] {
  return sentence
    .split(/\{(\w+)\}/)
    .map((piece, at) => (at % 2 === 1 ? (parts[piece] ?? piece) : piece))
    .filter((piece) => piece !== '')
}
