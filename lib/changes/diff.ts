import { dequal } from 'dequal/lite'
import type { DocumentProblems, Manual } from '#lib/manual/manual.ts'
import { proseText } from '#lib/manual/prose-text.ts'
import type { Prose } from '#lib/manual/prose.ts'
import type { SectionKind } from '#lib/manual/sections.ts'
import { entryPath } from '#lib/manual/source.ts'
import { compareItems, compareWords, matchItems, type Match, type TextRun } from './match.ts'

interface ChangeBase {
  /** A field's title, an entry's title, or a section's eyebrow. */
  name: string
  /**
   * The path of the field to edit. Something that was removed has no path any more; this is then the path of
   * its list.
   */
  path: string
  state: 'added' | 'removed' | 'changed'
}

interface FieldChange extends ChangeBase {
  words: TextRun[]
}

/** An entry or a section that was added, removed or moved, or whose texts changed. */
export interface GroupChange extends ChangeBase {
  /** Its number before, `§ 2.3`, if it was there; and its number after, if it still is. */
  from: string | undefined
  to: string | undefined
  /**
   * Whether its place among the remaining items changed. A number alone also changes when another item is
   * added or removed.
   */
  isMoved: boolean
  changes: Change[]
}

export type Change = FieldChange | GroupChange

/** The changes in one document: a section, or the manual's own fields, which are called the opening. */
export interface DocumentChange extends GroupChange {
  id: string
  type: 'manual' | SectionKind
  /** Problems of this document in the draft. A removed section with problems is removed because of them. */
  problems: DocumentProblems[]
}

export interface DiffOptions {
  /** The problems of the draft. */
  problems?: readonly DocumentProblems[]
  /**
   * The title of a field, for the author, by its path without keys: `readings.activity`. Defaults to the path
   * itself.
   */
  titleOf?: (path: string) => string
}

/**
 * The changes that readers would see if the draft were published; empty when there are none. Sections are
 * matched by the ids of their documents, entries by their keys; texts are compared word by word.
 *
 * Fields are compared by their shape, not by name, so a new kind of section needs no change here.
 *
 * @param published what readers see now; `undefined` when nothing was ever published, so that everything is
 *   new.
 */
export function diffManual(
  published: Manual | undefined,
  draft: Manual,
  { problems = [], titleOf = (path) => path }: DiffOptions = {},
): DocumentChange[] {
  const problemsOf = (id: string) => problems.filter(({ documentId }) => documentId === id)
  const context: Context = { titleOf, pathOf: (field) => field, list: '', object: '' }
  const opening: DocumentChange = {
    id: draft._id,
    type: 'manual',
    name: 'Opening',
    path: '',
    state: published ? 'changed' : 'added',
    from: undefined,
    to: undefined,
    isMoved: false,
    changes: changesIn(published?.opening, draft.opening, context),
    problems: problemsOf(draft._id),
  }
  const sections = matchItems(published?.sections ?? [], draft.sections, ({ _id }) => _id).flatMap(
    (match) => {
      const section = (match.after ?? match.before)!.item
      const [from, to] = [match.before, match.after].map((side) => side && `§ ${side.item.number}`)
      const changes = changesIn(match.before?.item, match.after?.item, { ...context, from, to })
      return groupChange(match, { name: section.eyebrow, path: '', from, to, changes }).map((change) =>
        Object.assign(change, { id: section._id, type: section._type, problems: problemsOf(section._id) }),
      )
    },
  )
  return [...(opening.changes.length > 0 ? [opening] : []), ...sections]
}

type Fields = Readonly<Record<string, unknown>>
type Entry = Fields & { _key: string }

/** Identifiers and computed numbers, which are no part of the text. */
const metadata = new Set(['_id', '_key', '_type', 'number'])

/** The place in a document of the fields that are compared. */
interface Context {
  titleOf: (path: string) => string
  /** The path of the field with that name. */
  pathOf: (field: string) => string
  /** The numbers of the section, before and after. The numbers of its entries begin with them. */
  from?: string | undefined
  to?: string | undefined
  /** The names of the lists around these fields: `shelves.items.` */
  list: string
  /** The names of the objects around these fields, within the innermost list: `availability.` */
  object: string
}

function changesIn(before: Fields | undefined, after: Fields | undefined, context: Context): Change[] {
  return [...new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])]
    .filter((name) => !metadata.has(name))
    .flatMap((name) => changesOf(before?.[name], after?.[name], context.object + name, context))
}

function changesOf(before: unknown, after: unknown, name: string, context: Context): Change[] {
  const sample: unknown = [after, before].flat().find((value) => value !== undefined)
  if (isFields(sample) && sample._type !== 'block') {
    return '_key' in sample
      ? entryChanges((before ?? []) as Entry[], (after ?? []) as Entry[], name, context)
      : changesIn(before as Fields | undefined, after as Fields | undefined, {
          ...context,
          object: `${name}.`,
        })
  }
  const words = differingWords(before, after)
  if (words.length === 0) return []
  const state = stateOf(textOf(before) !== '', textOf(after) !== '')
  return [{ name: fullTitleOf(name, context), path: context.pathOf(name), state, words }]
}

function entryChanges(
  before: readonly Entry[],
  after: readonly Entry[],
  name: string,
  { titleOf, pathOf, from, to, list: names }: Context,
): Change[] {
  const list = pathOf(name)
  return matchItems(before, after, ({ _key }) => _key).flatMap((match) => {
    const entry = (match.after ?? match.before)!.item
    const path = match.after ? entryPath(list, entry._key) : list
    const changes = changesIn(match.before?.item, match.after?.item, {
      titleOf,
      pathOf: (field) => (match.after ? `${path}.${field}` : list),
      list: `${names}${name}.`,
      object: '',
    })
    return groupChange(match, {
      name: nameOf(entry),
      path,
      from: match.before && numberOf(from, match.before.at),
      to: match.after && numberOf(to, match.after.at),
      changes,
    })
  })
}

/** Entries of a section are numbered `§ 2.3`; entries within entries, `No. 3`. */
const numberOf = (section: string | undefined, at: number) =>
  section ? `${section}.${at + 1}` : `No. ${at + 1}`

function groupChange(
  { before, after, isMoved }: Match<unknown>,
  group: Pick<GroupChange, 'name' | 'path' | 'from' | 'to' | 'changes'>,
): GroupChange[] {
  const state = stateOf(before !== undefined, after !== undefined)
  return state === 'changed' && !isMoved && group.changes.length === 0 ? [] : [{ ...group, state, isMoved }]
}

const stateOf = (was: boolean, is: boolean): ChangeBase['state'] =>
  was && is ? 'changed' : is ? 'added' : 'removed'

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

/** The title of a field. For a field in an object, the object's title comes first: `Availability: Line`. */
const fullTitleOf = (name: string, { titleOf, list }: Context) =>
  name
    .split('.')
    .map((_, at, names) => titleOf(list + names.slice(0, at + 1).join('.')))
    .join(': ')

/** The name by which an author would recognise the entry: its first text, with the usual fields first. */
export function nameOf(entry: Entry): string {
  const { _key, ...fields } = entry
  const isText = (value: unknown) => typeof value === 'string'
  return String(
    [fields.title, fields.name, fields.subject, fields.label, ...Object.values(fields)].find(isText) ??
      `Entry ${_key}`,
  )
}

/** The runs of a field's value before and after; empty when there is no difference. */
function differingWords(before: unknown, after: unknown): TextRun[] {
  if (isLines(before) || isLines(after)) {
    const [was, is] = [linesOf(before), linesOf(after)]
    return dequal(was, is) ? [] : compareItems(was, is)
  }
  const [was, is] = [textOf(before), textOf(after)]
  return was === is ? [] : compareWords(was, is)
}

const isLines = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')

const linesOf = (value: unknown): string[] => (isLines(value) ? value : [textOf(value)].filter(Boolean))

/** A field's value as text. Absent values, and `false`, are empty. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === true) return 'yes'
  if (!Array.isArray(value)) return ''
  return isLines(value) ? value.join(', ') : proseText(value as Prose)
}
