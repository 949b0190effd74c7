import type { Prose } from '#lib/manual/index.ts'
import { oneLine } from './published.ts'

/**
 * An author's text as one line of Markdown that reads as exactly that text, even at the beginning of a line. Only what CommonMark, with
 * GitHub's additions, would take for markup is escaped: the source stays pleasant to read.
 */
export const escapeText = (text: string): string => escapeStart(escapeInline(oneLine(text)))

const escapeInline = (text: string) =>
  text
    .replace(/[\\`*[\]<~]/g, String.raw`\$&`)
    // Within a word, an underscore is just an underscore, and a number sign just a number sign.
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
    .replace(/(?<=^|\s)#/g, String.raw`\#`)
    .replace(/&(?=#?\w+;)/g, String.raw`\&`)

const escapeStart = (line: string) =>
  line.replace(/^[-+=>]/, String.raw`\$&`).replace(/^(\d+)([.)])/, String.raw`$1\$2`)

/** A link whose text is Markdown already. Characters in the address that would end it early are escaped. */
export function linkTo(href: string, text: string): string {
  const address = href.replace(/[()<>\\]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  return `[${text}](${address})`
}

/** Prose, one string per paragraph. A line break within one stays a line break. */
export function paragraphs(blocks: Prose): string[] {
  return blocks
    .map(({ children, markDefs }) =>
      linesOf(children)
        .map((runs) =>
          escapeStart(
            runs
              .map((run, at) => markUp(run, at, runs, markDefs))
              .join('')
              .trim(),
          ),
        )
        .filter((line) => line !== '')
        .join('\\\n'),
    )
    .filter((paragraph) => paragraph !== '')
}

type Run = Pick<Prose[number]['children'][number], 'text' | 'marks'>

function linesOf(children: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]]
  for (const { text, marks } of children) {
    text.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ text: part, marks })
    })
  }
  return lines
}

function markUp({ text, marks }: Run, at: number, runs: readonly Run[], links: Prose[number]['markDefs']) {
  const inner = text.trim()
  if (inner === '') return ' '
  const start = text.startsWith(inner) ? '' : ' '
  const end = text.endsWith(inner) ? '' : ' '
  // Asterisks are markup only between a word and a space or stop. Elsewhere HTML, which is Markdown too, says the same.
  const isFree =
    /^[\p{L}\p{N}](.*[\p{L}\p{N}])?$/u.test(inner) &&
    /\s/.test(start || (runs[at - 1]?.text.at(-1) ?? ' ')) &&
    /[\s.,;:!?)]/.test(end || (runs[at + 1]?.text[0] ?? ' '))
  const wrap = (sign: string, tag: string, words: string) =>
    isFree ? `${sign}${words}${sign}` : `<${tag}>${words}</${tag}>`
  let words = escapeInline(oneLine(inner))
  if (marks.includes('em')) words = wrap('*', 'em', words)
  if (marks.includes('strong')) words = wrap('**', 'strong', words)
  const link = links.find(({ _key }) => marks.includes(_key))
  return start + (link ? linkTo(link.href, words) : words) + end
}
