import {
  buildMarksTree,
  isPortableTextToolkitList,
  isPortableTextToolkitSpan,
  isPortableTextToolkitTextNode,
  nestLists,
  type ToolkitNestedPortableTextSpan,
  type ToolkitPortableTextList,
  type ToolkitTextNode,
} from '@portabletext/toolkit'
import type { BlockContent, List, ListItem, PhrasingContent, RootContent } from 'mdast'
import { gfmAutolinkLiteralToMarkdown } from 'mdast-util-gfm-autolink-literal'
import { toMarkdown } from 'mdast-util-to-markdown'
import { oneLine, type Prose } from '#lib/manual/index.ts'

/** Serialises Markdown nodes (mdast). Escapes only what would be read as markup. */
export const written = (children: RootContent[]): string =>
  toMarkdown(
    { type: 'root', children },
    {
      bullet: '-',
      rule: '-',
      listItemIndent: 'one',
      // Always write links as `[text](address)`: not every Markdown reader supports `<address>`.
      resourceLink: true,
      // GitHub Flavored Markdown turns plain addresses into links, and tildes into strikethrough, so both are
      // escaped.
      extensions: [gfmAutolinkLiteralToMarkdown()],
      unsafe: [{ character: '~', inConstruct: 'phrasing' }],
    },
  )

export const text = (value: string): PhrasingContent => ({ type: 'text', value: oneLine(value) })

export const link = (url: string, value: string): PhrasingContent => ({
  type: 'link',
  url,
  children: [text(value)],
})

export const maybeLink = (url: string | undefined, value: string): PhrasingContent =>
  url ? link(url, value) : text(value)

export const paragraph = (...children: PhrasingContent[]): BlockContent => ({ type: 'paragraph', children })

export const heading = (depth: 1 | 2 | 3, value: string): BlockContent => ({
  type: 'heading',
  depth,
  children: [text(value)],
})

/** An unordered list with one line per item. */
export const list = (items: readonly PhrasingContent[][]): List => ({
  type: 'list',
  ordered: false,
  spread: false,
  children: items.map((children): ListItem => ({
    type: 'listItem',
    spread: false,
    children: [paragraph(...children)],
  })),
})

type Block = Prose[number]
/** The block type that the toolkit accepts. */
type PortableTextBlock = Parameters<typeof buildMarksTree>[0]

/** Prose as paragraphs and lists. */
export const proseNodes = (blocks: Prose): BlockContent[] =>
  nestLists(blocks as PortableTextBlock[], 'html').map((node) =>
    isPortableTextToolkitList(node) ? listNode(node) : paragraph(...phrasing(node as Block)),
  )

/** The toolkit puts a nested list among the children of the item it belongs to. */
function listNode({ listItem, children }: ToolkitPortableTextList): List {
  return {
    type: 'list',
    ordered: listItem === 'number',
    spread: false,
    children: children.map((item): ListItem => {
      const parts = (item as { children: object[] }).children
      const words = parts.filter((part) => !isPortableTextToolkitList(part as never))
      const lists = parts.filter((part) => isPortableTextToolkitList(part as never))
      const own = paragraph(...phrasing({ ...item, children: words } as Block))
      return {
        type: 'listItem',
        spread: false,
        children: [own, ...lists.map((part) => listNode(part as ToolkitPortableTextList))],
      }
    }),
  }
}

const phrasing = (block: Block): PhrasingContent[] =>
  tidied(inline(buildMarksTree(block as PortableTextBlock)), true)

type Marked = ReturnType<typeof buildMarksTree>[number] | ToolkitNestedPortableTextSpan | ToolkitTextNode

function inline(nodes: readonly Marked[], isCode = false): PhrasingContent[] {
  return nodes.flatMap((node): PhrasingContent[] => {
    if (isPortableTextToolkitTextNode(node)) {
      if (node.text === '\n') return [{ type: 'break' }]
      const value = node.text.replace(/[ \t]+/g, ' ')
      return [isCode && value.trim() !== '' ? { type: 'inlineCode', value } : { type: 'text', value }]
    }
    if (!isPortableTextToolkitSpan(node)) return []
    const { markType, markDef } = node
    const children = inline(node.children as Marked[], isCode || markType === 'code')
    if (markType === 'em') return [{ type: 'emphasis', children }]
    if (markType === 'strong') return [{ type: 'strong', children }]
    const { href } = (markDef ?? {}) as { href?: string }
    return href ? [{ type: 'link', url: href, children }] : children
  })
}

/**
 * Moves spaces out of marks, merges adjacent text and code, and removes double spaces, and spaces and line
 * breaks at the edges of a paragraph. Markdown cannot represent these.
 */
function tidied(nodes: readonly PhrasingContent[], isParagraph: boolean): PhrasingContent[] {
  const tidy: PhrasingContent[] = []
  for (const node of nodes.flatMap(withSpacesOutside)) {
    const last = tidy.at(-1)
    if (node.type === 'inlineCode' && last?.type === 'inlineCode') {
      last.value += node.value
    } else if (node.type === 'text' && last?.type === 'text') {
      last.value = (last.value + node.value).replace(/ +/g, ' ')
    } else if (node.type === 'break') {
      if (last?.type === 'text') last.value = last.value.trimEnd()
      if (last && last.type !== 'break') tidy.push(node)
    } else if (node.type === 'text') {
      tidy.push({ ...node, value: last?.type === 'break' ? node.value.trimStart() : node.value })
    } else tidy.push({ ...node })
  }
  if (!isParagraph) return tidy
  const [first, last] = [tidy.at(0), tidy.at(-1)]
  if (first?.type === 'text') first.value = first.value.trimStart()
  if (last?.type === 'text') last.value = last.value.trimEnd()
  if (tidy.at(-1)?.type === 'break') tidy.pop()
  return tidy.filter((node) => node.type !== 'text' || node.value !== '')
}

function withSpacesOutside(node: PhrasingContent): PhrasingContent[] {
  if (!('children' in node)) return [node]
  const children = tidied(node.children as PhrasingContent[], false)
  const [first, last] = [children.at(0), children.at(-1)]
  const space: PhrasingContent = { type: 'text', value: ' ' }
  const before = first?.type === 'text' && /^\s/.test(first.value)
  const after = last?.type === 'text' && /\s$/.test(last.value)
  if (before) first.value = first.value.trimStart()
  if (after) last.value = last.value.trimEnd()
  const rest = children.filter((child) => child.type !== 'text' || child.value !== '')
  return [
    ...(before ? [{ ...space }] : []),
    ...(rest.length > 0 ? [{ ...node, children: rest } as PhrasingContent] : []),
    ...(after && rest.length > 0 ? [{ ...space }] : []),
  ]
}
