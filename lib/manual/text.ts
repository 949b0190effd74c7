/**
 * Characters that no format of the manual can carry: controls other than tab and line feed, half a surrogate
 * pair, noncharacters.
 */
const unprintable = /[^\P{Cc}\t\n]|\p{Cs}|\p{Noncharacter_Code_Point}/gu

/** What a program may have ended a line with: CR LF, CR, NEL. */
const lineEnd = /\r\n?|\u0085/g

/**
 * A text without the characters that HTML, XML and JSON readers refuse or show as boxes. Line ends become
 * line feeds.
 */
export const cleanText = (text: string): string => text.replace(lineEnd, '\n').replace(unprintable, '')

/** The same for every text in a JSON value. It is done once, where content comes in: see `parseManual`. */
export function clean<Value>(value: Value): Value
export function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, clean(child)]))
}

/**
 * Spaces and characters that draw nothing by themselves: zero-width spaces and joiners, soft hyphens,
 * variation selectors, tags, marks of direction, the blank Braille pattern.
 */
const blank =
  /^[\s\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\ufff9-\ufffb\u2800]*$/u

/** Whether a reader would see anything of the text. */
export const isVisible = (text: string): boolean => !blank.test(text)

/**
 * Text as HTML would show it: line breaks and runs of spaces, but not of non-breaking ones, count as one
 * space.
 */
export const oneLine = (text: string): string => text.replace(/[ \t\n]+/g, ' ').trim()
