/**
 * Characters that some format of the manual cannot represent: controls other than tab and line feed, lone
 * surrogates, noncharacters.
 */
const unprintable = /[^\P{Cc}\t\n]|\p{Cs}|\p{Noncharacter_Code_Point}/gu

/** Line ends other than LF: CR LF, CR, NEL. */
const lineEnd = /\r\n?|\u0085/g

/**
 * Removes characters that HTML, XML or JSON readers refuse or show as boxes, and turns line ends into line
 * feeds.
 */
export const cleanText = (text: string): string => text.replace(lineEnd, '\n').replace(unprintable, '')

/** Cleans every text in a JSON value. Called once, where content comes in: see `parseManual`. */
export function clean<Value>(value: Value): Value
export function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, clean(child)]))
}

/**
 * Text without visible characters: spaces, zero-width spaces and joiners, soft hyphens, variation selectors,
 * tags, direction marks, the blank Braille pattern.
 */
const blank =
  /^[\s\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\ufff9-\ufffb\u2800]*$/u

/** Whether the text has at least one visible character. */
export const isVisible = (text: string): boolean => !blank.test(text)

/**
 * Collapses white space as HTML does: line breaks and runs of spaces become one space; non-breaking spaces
 * stay.
 */
export const oneLine = (text: string): string => text.replace(/[ \t\n]+/g, ' ').trim()
