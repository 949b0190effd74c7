import { z } from 'zod'
import { href, key, required, sometimes } from './fields.ts'
import { dispensable } from './in-part.ts'
import { isVisible } from './text.ts'

/** The marks of a text, besides links. */
const decorators = ['em', 'strong', 'code'] as const

const span = z.object(
  {
    _type: z.literal('span', { error: 'must be "span": a paragraph holds text and nothing else' }),
    _key: sometimes(z.string({ error: 'must be text' })),
    text: z.string(required('must be text')),
    marks: z
      .array(dispensable(z.string({ error: 'must be text' })), { error: 'must be a list' })
      .nullish()
      .transform((marks) => marks ?? []),
  },
  { error: 'must be text with its marks' },
)

const link = z.object(
  {
    _type: z.literal('link', { error: 'must be "link": words can be linked, and nothing else' }),
    _key: key,
    href,
  },
  { error: 'must be a link' },
)

/** The deepest list level that Portable Text editors allow. */
const maxLevel = 10
const mustBeLevel = `must be a whole number from 1 to ${maxLevel}`

/**
 * A paragraph of Portable Text, or an item of a list. Prose consists of paragraphs, lists, emphasis, code and
 * links only, so that every format (HTML, Markdown, print) can represent it.
 */
const block = z
  .object(
    {
      _type: z.literal('block', {
        error: 'must be "block": prose holds paragraphs and lists and nothing else',
      }),
      // Optional, since nothing refers to a block by its key.
      _key: sometimes(z.string({ error: 'must be text' })),
      style: z
        .literal('normal', { error: 'must be "normal": headings and quotations have no place in prose' })
        .nullish()
        .transform(() => 'normal' as const),
      listItem: sometimes(z.enum(['bullet', 'number'], { error: 'must be "bullet" or "number"' })),
      level: sometimes(z.int(mustBeLevel).min(1, mustBeLevel).max(maxLevel, mustBeLevel)),
      children: z.array(dispensable(span), required('must be a list')),
      markDefs: z
        .array(dispensable(link), { error: 'must be a list' })
        .nullish()
        .transform((links) => links ?? []),
    },
    { error: 'must be a paragraph' },
  )
  .superRefine(({ children, markDefs }, { addIssue }) => {
    const known = new Set<string>([...decorators, ...markDefs.map(({ _key }) => _key)])
    children.forEach(({ marks }, child) =>
      marks.forEach((mark, at) => {
        if (known.has(mark)) return
        const message = `is "${mark}": words can be emphasised, strong, code or linked, and nothing else`
        addIssue({ code: 'custom', path: ['children', child, 'marks', at], message })
      }),
    )
  })

type GivenBlock = z.output<typeof block>

/** A paragraph or, with `listItem`, an item of a list. */
type Block = Omit<GivenBlock, 'listItem' | 'level'> & Partial<Pick<GivenBlock, 'listItem' | 'level'>>

export type Prose = Block[]

const showsSomething = ({ children }: Block) => children.some(({ text }) => isVisible(text))
const hasText = (blocks: readonly Block[]) => blocks.some(showsSomething)

/**
 * Removes paragraphs and links without visible text, which word processors leave behind, and makes list
 * levels consecutive.
 */
const tidy = (blocks: readonly Block[]) => withDepths(blocks.filter(showsSomething).map(withSoundMarks))

/** Removes duplicate marks, links without visible text, and links within links: the first one stays. */
function withSoundMarks(block: Block): Block {
  const { children, markDefs } = block
  const links = markDefs.filter(({ _key }) => {
    const linked = children.filter(({ marks }) => marks.includes(_key))
    return linked.length === 0 || linked.some(({ text }) => isVisible(text))
  })
  const keys = new Set(links.map(({ _key }) => _key))
  return {
    ...block,
    children: children.map((child) => {
      const isLink = (mark: string) => markDefs.some(({ _key }) => _key === mark)
      const first = child.marks.find((mark) => keys.has(mark))
      const marks = [...new Set(child.marks)].filter((mark) => !isLink(mark) || mark === first)
      return { ...child, marks }
    }),
    markDefs: links,
  }
}

/**
 * Makes list levels consecutive. A level only says which items an item is deeper than: 3, 1, 4, 1 become 1,
 * 1, 2, 1. Paragraphs have no level.
 */
function withDepths(blocks: readonly Block[]): Prose {
  let open: number[] = []
  return blocks.map(({ listItem, level = 1, ...block }) => {
    if (!listItem) {
      open = []
      return block
    }
    open = [...open.filter((above) => above < level), level]
    return { ...block, listItem, level: open.length }
  })
}

const blocks = (error: ReturnType<typeof required>) => z.array(dispensable(block), error)

/** Optional Portable Text; absent becomes an empty array. */
export const optionalProse = blocks({ error: () => 'must be paragraphs' })
  .nullish()
  .transform((value) => tidy(value ?? []))

/** Portable Text with at least one visible character. */
export const prose = blocks(required('must be paragraphs')).refine(hasText, 'is empty').transform(tidy)
