import type { Prose } from './prose.ts'

type Block = Prose[number]
type Span = Block['children'][number]

/**
 * Prose as text with signs for paragraphs, lists, emphasis, code and links, so that a comparison of texts
 * finds changes to any of them.
 */
export function proseText(blocks: Prose): string {
  let numbers: number[] = []
  return blocks
    .map((block) => {
      const words = wordsOf(block)
      const { listItem, level = 1 } = block
      if (!listItem) {
        numbers = []
        return words
      }
      const isNumbered = listItem === 'number'
      const number = isNumbered ? (numbers[level - 1] ?? 0) + 1 : 0
      numbers = [...numbers.slice(0, level - 1), number]
      return `${'  '.repeat(level - 1)}${isNumbered ? `${number}.` : '•'} ${words}`
    })
    .join(' ¶\n')
}

const signs = { em: '*', strong: '**', code: '`' }

function wordsOf({ children, markDefs }: Block): string {
  return joined(children)
    .map(({ text, marks }) => {
      const link = markDefs.find(({ _key }) => marks.includes(_key))
      const marked = Object.entries(signs).flatMap(([mark, sign]) => (marks.includes(mark) ? sign : []))
      const words = [...marked, text, ...marked.toReversed()].join('')
      return link ? `[${words}](${link.href})` : words
    })
    .join('')
}

/** Merges adjacent spans with the same marks: how an editor divided a text is not visible. */
function joined(spans: readonly Span[]): Span[] {
  const whole: Span[] = []
  for (const span of spans) {
    const last = whole.at(-1)
    const isSame = last && last.marks.toSorted().join(' ') === span.marks.toSorted().join(' ')
    if (isSame) whole[whole.length - 1] = { ...last, text: last.text + span.text }
    else whole.push(span)
  }
  return whole
}
