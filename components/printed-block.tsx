import { dateIn, unnamed, wordsIn, type TitleBlock } from '#lib/manual/index.ts'

/**
 * What `styles/print.css` puts in the foot of every sheet. The margins of a printed page can use only
 * properties of the root.
 */
export function PrintedBlock({
  document = unnamed,
  revision,
  publishedAt,
  status,
  language,
  edition,
}: TitleBlock & { edition?: string | undefined }) {
  const words = wordsIn(language)
  const date = publishedAt && dateIn(language, 'long', publishedAt)
  const first = edition ?? (revision ? `${words.revision} ${revision}` : words.status)
  const [upper, lower] = edition ? [[first, date], [status]] : [[first], [status, date]]
  const joined = (parts: (string | undefined)[]) => shortened(parts.filter(Boolean).join(', '))
  const [before = '', between = '', after = ''] = words.sheetOf.split(/\{\w+\}/)
  const texts = {
    document: `${words.document}\n${shortened(document)}`,
    state: `${joined(upper)}\n${joined(lower)}`,
    sheet: `${words.sheet}\n${before}`,
    of: between,
    'of-end': after,
  }
  const css = Object.entries(texts).map(([name, text]) => `--print-${name}:${cssString(text)}`)
  return (
    // React keeps one style sheet per name: in a draft, a new revision needs a new name.
    <style href={`print ${texts.state}`.replaceAll(/\W+/g, '-')} precedence="medium">
      {`:root{${css.join(';')}}`}
    </style>
  )
}

/**
 * As many columns of the mono as the foot's cell has room for: what hangs out of it would be printed over the
 * next one.
 */
const mostInFoot = 36

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u

/**
 * Cut between characters as readers see them. Every code point counts, since not every system has a face that
 * joins them.
 */
function shortened(text: string): string {
  const columnsOf = (part: string) =>
    Array.from(part).reduce((sum, char) => sum + (wide.test(char) ? 2 : 1), 0)
  if (columnsOf(text) <= mostInFoot) return text
  let short = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (columnsOf(short + segment) >= mostInFoot) break
    short += segment
  }
  return `${short.trimEnd()}…`
}

/** Text as a CSS string: whatever could end the string, the rule or the element is written as an escape. */
const cssString = (text: string) =>
  `"${text.replace(/[^\p{L}\p{N} .,:/-]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`
