import type { SanityClient } from '@sanity/client'
import { toPlainText } from '@portabletext/react'
import { isSectionKind, type SectionKind } from '#lib/manual/sections.ts'
import { lastStateOf, type Content } from '#sanity/preview/last-state.ts'
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
