import type { Opening } from './manual.ts'

/** The language of a manual whose author has not chosen one. */
export const defaultLanguage = 'en'

/** The language of the manual, a BCP 47 tag: for `lang`, for dates, and for the words around the text. */
export const languageOf = ({ language }: Pick<Opening, 'language'>): string => language ?? defaultLanguage

/**
 * Whether the text is a well-formed BCP 47 tag. The first part must have two or three letters, which excludes
 * names such as "German".
 */
export function isLanguage(text: string): boolean {
  if (!/^[a-z]{2,3}(-|$)/i.test(text)) return false
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

/** Right-to-left scripts, by ISO 15924 code. */
const fromRight = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa', 'Yezi'])

/** The direction of a page in this language. Each text on it has `dir="auto"`. */
export const directionOf = (language: string): 'ltr' | 'rtl' =>
  fromRight.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr'

const letterFromRight =
  /[\p{Script=Adlam}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Mandaic}\p{Script=Nko}\p{Script=Hanifi_Rohingya}\p{Script=Samaritan}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Yezidi}]/u

/** The direction that `dir="auto"` gives a text: that of its first letter. */
export const directionOfText = (text: string): 'ltr' | 'rtl' =>
  letterFromRight.test(/\p{L}/u.exec(text)?.[0] ?? '') ? 'rtl' : 'ltr'
