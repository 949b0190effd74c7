import type { Opening } from './manual.ts'

/** The language of a manual whose author has not said one. */
export const defaultLanguage = 'en'

/**
 * The language that the manual is written in: a BCP 47 tag, for `lang`, for dates and for the words around
 * its text.
 */
export const languageOf = ({ language }: Pick<Opening, 'language'>): string => language ?? defaultLanguage

/**
 * Whether the text is a language tag as BCP 47 writes it. Its first part is one of two or three letters:
 * "German" is a name.
 */
export function isLanguage(text: string): boolean {
  if (!/^[a-z]{2,3}(-|$)/i.test(text)) return false
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

/** Scripts that are written from right to left, by their ISO 15924 codes. */
const fromRight = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa', 'Yezi'])

/** On which side a page in this language begins. Each text on it finds its own direction, by `dir="auto"`. */
export const directionOf = (language: string): 'ltr' | 'rtl' =>
  fromRight.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr'

const letterFromRight =
  /[\p{Script=Adlam}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Mandaic}\p{Script=Nko}\p{Script=Hanifi_Rohingya}\p{Script=Samaritan}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Yezidi}]/u

/** The direction that `dir="auto"` finds for a text: that of its first letter. */
export const directionOfText = (text: string): 'ltr' | 'rtl' =>
  letterFromRight.test(/\p{L}/u.exec(text)?.[0] ?? '') ? 'rtl' : 'ltr'
