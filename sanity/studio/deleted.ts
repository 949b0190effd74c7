import type { SanityClient } from '@sanity/client'
import { toPlainText } from '@portabletext/react'
import { isSectionKind, type SectionKind } from '#lib/manual/sections.ts'
import { documentsAt, transactionsOf } from '#sanity/preview/history.ts'
import { lastStateOf, versionsOf, type Content } from '#sanity/preview/last-state.ts'
import { text } from '#sanity/schema/text.ts'
import { nameOf } from './document-name.ts'

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
 * What a section last was; `undefined` when there has never been one with that id. If something other than the
 * Studio gave it a type that is no section's before it was deleted, what it was before that.
 *
 * @param id its published id.
 * @throws when the history cannot be read.
 */
export async function deletedSection(client: SanityClient, id: string): Promise<DeletedSection | undefined> {
  const state = await lastStateOf(client, id)
  const last = !state || isSectionKind(state._type) ? state : await lastAsSection(client, id)
  if (!last) return undefined
  const { _type, _rev, title, lead, ...content } = last
  const entries = Object.entries(content).filter(
    ([name]) => !/^(eyebrow|anchor|review|confirmed)$/.test(name),
  )
  return {
    id,
    type: _type as SectionKind,
    name: nameOf(String(_type), last),
    revision: String(_rev),
    words: wordsIn({ title, lead, ...Object.fromEntries(entries) }),
  }
}

/** How many changes are looked through for the last one of a section. */
const mostChanges = 50

/** The last state of a deleted document in which it was a section; `undefined` if there is none, or it exists. */
async function lastAsSection(client: SanityClient, id: string): Promise<Content | undefined> {
  const ids = versionsOf(id)
  const tag = 'deleted'
  const count = await client.fetch<number>('count(*[_id in $ids])', { ids }, { perspective: 'raw', tag })
  if (count > 0) return undefined
  for (const { id: revision } of await transactionsOf(client, ids, { limit: mostChanges, tag })) {
    const states = await documentsAt(client, ids, { revision, tag })
    const section = states.find(({ _type }) => isSectionKind(_type))
    if (section) return section
  }
  return undefined
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
