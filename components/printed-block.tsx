import { dateIn, unnamed, wordsIn, type TitleBlock } from '#lib/manual/index.ts'

/**
 * The texts that `styles/print.css` prints at the bottom of every sheet, as custom properties of the root:
 * page margin boxes cannot use anything else.
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
    // React renders one style sheet per `href`, so a draft's new revision needs a new one.
    <style href={`print ${texts.state}`.replaceAll(/\W+/g, '-')} precedence="medium">
      {`:root{${css.join(';')}}`}
    </style>
  )
}

/**
 * Number of monospace columns that fit into a cell of the foot. Longer text would be printed over the next
 * cell.
 */
const mostInFoot = 36

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u

/**
 * Cuts a text to `mostInFoot` columns, between grapheme clusters. Every code point counts towards the width,
 * because a system without a suitable font prints the parts of a joined emoji one by one.
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

/** A CSS string literal. Escapes everything that could end the string, the rule or the style element. */
const cssString = (text: string) =>
  `"${text.replace(/[^\p{L}\p{N} .,:/-]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`
