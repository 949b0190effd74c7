/** Puts a part of an edition back into drafts: an entry, a section, the opening, or all of it. */
import { canonicalJson } from '#lib/manual/revision.ts'
import { openingFields } from '#lib/manual/manual.ts'
import { isSectionKind, sectionSchemas, type Section } from '#lib/manual/sections.ts'
import { clean } from '#lib/manual/text.ts'
import type { EditionText } from '#lib/editions/text.ts'
import { schemaTypes } from '#sanity/schema/index.ts'
import { nameOf } from '../document-name.ts'
import { currentDocuments, type OutlineRow } from '../outline.ts'

/** A part of an edition. */
export type Part =
  | { of: 'all' }
  | { of: 'opening' }
  | { of: 'section'; id: string }
  | { of: 'entry'; id: string; list: string; key: string }

type Fields = Record<string, unknown>

/** A draft to write. */
export interface DraftToBe extends Fields {
  _id: string
  _type: string
}

/** What has to be written to put a part of an edition into drafts. */
export interface Plan {
  /** Empty if the drafts say the same already. */
  drafts: DraftToBe[]
  /** The names of their documents. */
  names: string[]
  /** The names of documents whose unpublished changes would be lost. */
  replaced: string[]
  /** Where the Studio shows the result: a document, and a path in it. */
  place: { id: string; type: string; path?: string } | undefined
}

/** The part cannot be put back, for a reason that the author can do something about. */
export class RestoreError extends Error {
  override name = 'RestoreError'
}

/** The lists of entries in a section, by the name of the field. Prose has none. */
export function entriesOf(section: Section): { list: string; entries: (Fields & { _key: string })[] }[] {
  return Object.entries(section).flatMap(([list, value]) =>
    Array.isArray(value) && value.some(isEntry)
      ? [{ list, entries: (value as unknown[]).filter(isEntry) }]
      : [],
  )
}

const isEntry = (item: unknown): item is Fields & { _key: string } =>
  typeof (item as Fields | null)?._key === 'string' && (item as Fields)._type !== 'block'

/**
 * The drafts to write so that they say what a part of an edition says.
 *
 * @param rows every version of every document of the manual, as they are now.
 * @throws {RestoreError} if the document that the part belongs to is gone, or is of another kind.
 */
export function planOf(text: EditionText, part: Part, rows: readonly OutlineRow[]): Plan {
  const current = currentDocuments(rows)
  const isPublished = (id: unknown) => rows.some(({ _id }) => _id === id)
  const drafts = wanted(text, part, current, isPublished)
  const changed = drafts.filter((draft) => {
    const id = publishedIdOf(draft._id)
    return canonicalJson(said(draft)) !== canonicalJson(said(current.get(id)))
  })
  const isUnpublished = ({ _id }: DraftToBe) => {
    const [draft, published] = [_id, publishedIdOf(_id)].map((id) => rows.find((row) => row._id === id))
    return (
      draft !== undefined && (!published || canonicalJson(said(draft)) !== canonicalJson(said(published)))
    )
  }
  const nameOfDraft = (draft: DraftToBe) => nameOf(draft._type, draft)
  return {
    drafts: changed,
    names: changed.map(nameOfDraft),
    // An entry replaces that entry only.
    replaced: part.of === 'entry' ? [] : changed.filter(isUnpublished).map(nameOfDraft),
    place: changed[0] && {
      id: publishedIdOf(changed[0]._id),
      type: changed[0]._type,
      ...(part.of === 'entry' && { path: `${part.list}[_key=="${part.key}"]` }),
    },
  }
}

type Current = ReadonlyMap<string, OutlineRow>

function wanted(
  text: EditionText,
  part: Part,
  current: Current,
  isPublished: (id: unknown) => boolean,
): DraftToBe[] {
  switch (part.of) {
    case 'opening':
      return [manualDraft(text, current)]
    case 'section': {
      const section = sectionIn(text, part.id)
      const manual = listing(text, part.id, current)
      return [sectionDraft(section, current), ...(manual ? [manual] : [])]
    }
    case 'entry':
      return [entryDraft(sectionIn(text, part.id), part, current)]
    case 'all': {
      const references = text.sections.map(({ _id }) => referenceTo(_id, current))
      // Sections that are not published yet keep their place in the list, since no edition could have them.
      const wanted = new Set(references)
      const kept = listedIn(current).filter(
        (item) => wanted.has(item) || !isPublished((item as { _ref?: unknown } | null)?._ref),
      )
      const sections = kept.map((item) => (wanted.has(item) ? references.shift() : item))
      return [
        { ...manualDraft(text, current), sections: [...sections, ...references] },
        ...text.sections.map((section) => sectionDraft(section, current)),
      ]
    }
  }
}

function sectionIn(text: EditionText, id: string): Section {
  const section = text.sections.find(({ _id }) => _id === id)
  if (!section) throw new RestoreError('This edition has no such section.')
  return section
}

/** Fields that editions do not keep, because they are not part of the text. */
const attention = ['review', 'confirmed']

/** The draft of a section as in the edition. Fields that editions do not keep stay as they are. */
function sectionDraft(section: Section, current: Current): DraftToBe {
  const now = current.get(section._id)
  if (now && now._type !== section._type)
    throw new RestoreError(`“${nameOf(now._type, now)}” is a section of another kind now.`)
  const stored = storedFields(section, section._type)
  const names = fieldsOf(section._type).filter((name) => !attention.includes(name))
  const draft = withFields(draftOf(section._id, section._type, now), names, stored)
  return section._type === 'nowSection' ? withConfirmations(draft, now) : draft
}

/** Keeps the dates of confirmation of the readings. */
function withConfirmations(draft: DraftToBe, now: OutlineRow | undefined): DraftToBe {
  const before = entriesIn(now?.readings)
  const readings = entriesIn(draft.readings).map((reading) => {
    const confirmed = before.find(({ _key }) => _key === reading._key)?.confirmed
    return confirmed === undefined ? reading : { ...reading, confirmed }
  })
  return { ...draft, readings }
}

/**
 * The current draft of a section with one entry as in the edition: in its place, or after the entries that
 * preceded it.
 */
function entryDraft(
  section: Section,
  { list, key }: { list: string; key: string },
  current: Current,
): DraftToBe {
  const now = current.get(section._id)
  if (!now || now._type !== section._type)
    throw new RestoreError(
      `“${section.eyebrow}” is no longer there. Put the whole section into the draft, and take out of it what you do not want.`,
    )
  const was = entriesIn(sectionDraft(section, current)[list])
  const at = was.findIndex(({ _key }) => _key === key)
  const entry = was[at]
  if (!entry) throw new RestoreError('This edition has no such entry.')
  const entries: unknown[] = Array.isArray(now[list]) ? [...(now[list] as unknown[])] : []
  const placeOf = (wanted: string | undefined) =>
    entries.findIndex((item) => isEntry(item) && item._key === wanted)
  const own = placeOf(key)
  if (own >= 0) entries[own] = entry
  else {
    const before = was
      .slice(0, at)
      .toReversed()
      .find(({ _key }) => placeOf(_key) >= 0)
    entries.splice(before ? placeOf(before._key) + 1 : 0, 0, entry)
  }
  return { ...draftOf(section._id, section._type, now), [list]: entries }
}

/** The manual's draft with the opening as in the edition. */
const manualDraft = ({ opening }: EditionText, current: Current): DraftToBe =>
  withFields(
    draftOf('manual', 'manual', current.get('manual')),
    Object.keys(openingFields),
    storedFields(opening, 'manual'),
  )

/**
 * The manual's draft with a section added to its list, after the sections that preceded it; `undefined` if it
 * is listed already.
 */
function listing(text: EditionText, id: string, current: Current): DraftToBe | undefined {
  const now = current.get('manual')
  const sections = [...listedIn(current)]
  const placeOf = (wanted: string) =>
    sections.findIndex((item) => (item as { _ref?: unknown } | null)?._ref === wanted)
  if (placeOf(id) >= 0) return undefined
  const at = text.sections.findIndex(({ _id }) => _id === id)
  const before = text.sections
    .slice(0, at)
    .toReversed()
    .find(({ _id }) => placeOf(_id) >= 0)
  sections.splice(before ? placeOf(before._id) + 1 : 0, 0, referenceTo(id, current))
  return { ...draftOf('manual', 'manual', now), sections }
}

/** The items of the manual's list of sections. */
function listedIn(current: Current): readonly unknown[] {
  const sections = current.get('manual')?.sections
  return Array.isArray(sections) ? (sections as unknown[]) : []
}

/**
 * The item of the manual's list that refers to a section. Reuses the existing one, so that it counts as
 * moved.
 */
function referenceTo(id: string, current: Current): unknown {
  const known = listedIn(current).find((item) => (item as { _ref?: unknown } | null)?._ref === id)
  return known ?? { _key: id, _type: 'reference', _weak: true, _ref: id }
}

const entriesIn = (value: unknown) => (Array.isArray(value) ? (value as unknown[]).filter(isEntry) : [])

const draftPrefix = 'drafts.'
const publishedIdOf = (id: string) => (id.startsWith(draftPrefix) ? id.slice(draftPrefix.length) : id)

/** The current draft of a document, or a new one. */
function draftOf(id: string, type: string, now: OutlineRow | undefined): DraftToBe {
  const { _rev, _updatedAt, ...fields }: Fields = now ?? {}
  return { ...fields, _id: `${draftPrefix}${id}`, _type: type }
}

/** A document with all fields in `names` replaced: by those in `fields`, or by nothing. */
function withFields(document: DraftToBe, names: readonly string[], fields: Fields): DraftToBe {
  const others = Object.entries(document).filter(([name]) => !names.includes(name))
  return { ...Object.fromEntries(others), ...fields } as DraftToBe
}

/**
 * A document's text, in the form of drafts made from an edition, for comparisons: equal texts give equal
 * values, whatever other fields there are.
 */
function said(document: OutlineRow | DraftToBe | undefined): unknown {
  if (!document) return null
  const given = clean({ ...document, _id: publishedIdOf(document._id) })
  if (document._type === 'manual') {
    const { sections } = given as Fields
    const parsed = Object.entries(openingFields).map(([name, schema]) => {
      const { success, data } = schema.safeParse((given as Fields)[name])
      return [name, success ? data : (given as Fields)[name]]
    })
    return { ...storedFields(Object.fromEntries(parsed), 'manual'), sections: sections ?? [] }
  }
  if (!isSectionKind(document._type)) return document
  const { data } = sectionSchemas[document._type].safeParse(given)
  if (!data) return given
  const stored = storedFields(data, document._type)
  for (const name of attention) delete stored[name]
  return {
    ...stored,
    ...('readings' in stored && {
      readings: entriesIn(stored.readings).map(({ confirmed: _confirmed, ...reading }) => reading),
    }),
  }
}

interface Definition {
  name: string
  type: string
  fields?: Definition[]
  of?: { type: string }[]
}

const definitions = new Map((schemaTypes as unknown as Definition[]).map((type) => [type.name, type]))
const fieldsOf = (type: string) => (definitions.get(type)?.fields ?? []).map(({ name }) => name)

/** Converts fields of the view model to those of a document of a type. Adds `_type` to objects. */
function storedFields(given: object, type: string): Fields {
  const stored: Fields = {}
  for (const { name, type: fieldType, of } of definitions.get(type)?.fields ?? []) {
    const value = (given as Fields)[name]
    if (value === undefined || value === null) continue
    // To the parser, an empty list and `false` are the same as a missing field.
    if (value === false || (Array.isArray(value) && value.length === 0)) continue
    const itemType = of?.[0]?.type
    if (fieldType === 'prose') stored[name] = withKeys(value as Fields[])
    else if (Array.isArray(value))
      stored[name] = value.map((item: unknown) =>
        isEntry(item) && itemType
          ? { _key: item._key, _type: itemType, ...storedFields(item, itemType) }
          : item,
      )
    else if (typeof value === 'object') stored[name] = { _type: fieldType, ...storedFields(value, fieldType) }
    else stored[name] = value
  }
  return stored
}

/** Adds the keys that Sanity's editor needs to paragraphs. The parser does not need them. */
const withKeys = (blocks: readonly Fields[]): Fields[] =>
  blocks.map(({ _key = undefined, children, ...block }, at) => {
    const key = typeof _key === 'string' ? _key : `paragraph-${at}`
    return {
      ...withoutUndefined(block),
      _key: key,
      children: (children as Fields[]).map((child, index) => ({
        ...withoutUndefined(child),
        _key: child._key ?? `${key}-${index}`,
      })),
    }
  })

const withoutUndefined = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
