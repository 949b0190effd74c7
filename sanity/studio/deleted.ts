import type { SanityClient } from '@sanity/client'
import { toPlainText } from '@portabletext/react'
import { isSectionKind, type SectionKind } from '#lib/manual/sections.ts'
import { text } from '#sanity/schema/text.ts'

/** A deleted section, from the history. */
export interface DeletedSection {
  id: string
  type: SectionKind
  name: string
  /** The revision of its last state, for restoring it. */
  revision: string
  /** Its texts, in order. */
  words: string[]
}

export type Content = Readonly<Record<string, unknown>>

/**
 * The last state of a document, draft or published; `undefined` if there has never been one with this id.
 *
 * @param id its published id.
 * @throws when the history cannot be read.
 */
export async function lastStateOf(client: SanityClient, id: string): Promise<Content | undefined> {
  const { documents } = await client.request<{ documents: (Content | null)[] }>({
    url: `/data/history/${client.config().dataset}/documents/drafts.${id},${id}`,
    query: { lastRevision: 'true' },
    tag: 'deleted',
  })
  const [last] = documents
    .filter((document) => document !== null)
    .toSorted((a, b) => String(b._updatedAt).localeCompare(String(a._updatedAt)))
  return last
}

/**
 * What a section last was; `undefined` when there has never been one with that id.
 *
 * @param id its published id.
 * @throws when the history cannot be read.
 */
export async function deletedSection(client: SanityClient, id: string): Promise<DeletedSection | undefined> {
  const last = await lastStateOf(client, id)
  if (!last || !isSectionKind(String(last._type))) return undefined
  const { _type, _rev, eyebrow, title, lead, ...content } = last
  const entries = Object.entries(content).filter(([name]) => !/^(anchor|review|confirmed)$/.test(name))
  return {
    id,
    type: _type as SectionKind,
    name: text(eyebrow) ?? id,
    revision: String(_rev),
    words: wordsIn({ title, lead, ...Object.fromEntries(entries) }),
  }
}

/** All texts in a value, in order. A paragraph of prose is one text. */
export function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return text(value) === undefined ? [] : [value]
  if (Array.isArray(value)) return value.flatMap(wordsIn)
  if (typeof value !== 'object' || value === null) return []
  const { _type } = value as Content
  if (_type === 'block') return wordsIn(toPlainText([value as never]))
  return Object.entries(value).flatMap(([name, field]) => (name.startsWith('_') ? [] : wordsIn(field)))
}
