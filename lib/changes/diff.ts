import { diffArrays } from 'diff'
import type { DocumentProblems, Manual } from '#lib/manual/manual.ts'
import { proseText } from '#lib/manual/prose-text.ts'
import type { Prose } from '#lib/manual/prose.ts'
import type { SectionKind } from '#lib/manual/sections.ts'
import { entryPath } from '#lib/manual/source.ts'
import { fieldTitle } from '#lib/manual/titles.ts'

/** Consecutive words with the same fate. */
export interface TextRun {
  text: string
  state: 'kept' | 'added' | 'removed'
}

interface ChangeBase {
  /** What it is called: a field's title in the Studio, an entry's title, a section's eyebrow. */
  name: string
  /** Sanity's path of the field in which to change it. What is removed no longer has one: this is then the path of its list. */
  path: string
  state: 'added' | 'removed' | 'changed'
}

/** A text that would change. */
interface FieldChange extends ChangeBase {
  words: TextRun[]
}

/** An entry or a section that would come, go, move, or have other texts. */
export interface GroupChange extends ChangeBase {
  /** Its number now, `§ 2.3`, if it is there now; and the number it would have, if it would be there. */
  from: string | undefined
  to: string | undefined
  /** It would have another place among what stays. Its number alone also changes when something else comes or goes. */
  isMoved: boolean
  changes: Change[]
}

export type Change = FieldChange | GroupChange

/** The changes in one document: a section, or the manual's own fields, which are called the opening. */
export interface DocumentChange extends GroupChange {
  id: string
  type: 'manual' | SectionKind
  /** What is wrong with it in the draft. A section that is removed and has problems is removed because of them. */
  problems: DocumentProblems[]
}

/**
 * What readers would see change if the draft were published; empty when they would see no difference. Sections are matched by the ids of
 * their documents, entries by their keys, and texts are compared word by word.
 *
 * It goes by the shape of fields rather than their names, so that a new kind of section needs nothing here.
 *
 * @param published what readers see; `undefined` when they have never been given anything, so that everything is new.
 * @param problems those of the draft.
 */
export function diffManual(
  published: Manual | undefined,
  draft: Manual,
  problems: readonly DocumentProblems[] = [],
): DocumentChange[] {
  const problemsOf = (id: string) => problems.filter(({ documentId }) => documentId === id)
  const opening: DocumentChange = {
    id: draft._id,
    type: 'manual',
    name: 'Opening',
    path: '',
    state: published ? 'changed' : 'added',
    from: undefined,
    to: undefined,
    isMoved: false,
    changes: changesIn(published?.opening, draft.opening, (field) => field),
    problems: problemsOf(draft._id),
  }
  const sections = matched(published?.sections ?? [], draft.sections, ({ _id }) => _id).flatMap((match) => {
    const section = (match.after ?? match.before)!.item
    const [from, to] = [match.before, match.after].map((side) => side && `§ ${side.item.number}`)
    const changes = changesIn(match.before?.item, match.after?.item, (field) => field, { from, to })
    return groupChange(match, { name: section.eyebrow, path: '', from, to, changes }).map((change) =>
      Object.assign(change, { id: section._id, type: section._type, problems: problemsOf(section._id) }),
    )
  })
  return [...(opening.changes.length > 0 ? [opening] : []), ...sections]
}

type Fields = Readonly<Record<string, unknown>>
type Entry = Fields & { _key: string }

/** What identifies a part or is computed from its place, and is not there to be read. */
const apparatus = new Set(['_id', '_key', '_type', 'number'])

/** A section's numbers, with which those of its entries begin. */
type Numbers = Partial<Pick<GroupChange, 'from' | 'to'>>

function changesIn(
  before: Fields = {},
  after: Fields = {},
  pathOf: (field: string) => string,
  numbers: Numbers = {},
  list = '',
  prefix = '',
): Change[] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])]
    .filter((name) => !apparatus.has(name))
    .flatMap((name) => changesOf(prefix + name, before[name], after[name], pathOf, numbers, list))
}

function changesOf(
  name: string,
  before: unknown,
  after: unknown,
  pathOf: (field: string) => string,
  numbers: Numbers,
  list: string,
): Change[] {
  const sample: unknown = [after, before].flat().find((value) => value !== undefined)
  if (isFields(sample) && sample._type !== 'block') {
    return '_key' in sample
      ? entryChanges(
          (before ?? []) as Entry[],
          (after ?? []) as Entry[],
          pathOf(name),
          numbers,
          `${list}${name}.`,
        )
      : changesIn(
          before as Fields | undefined,
          after as Fields | undefined,
          pathOf,
          numbers,
          list,
          `${name}.`,
        )
  }
  const [was, is] = [textOf(before), textOf(after)]
  return was === is
    ? []
    : [
        {
          name: titleIn(list, name),
          path: pathOf(name),
          state: stateOf(was !== '', is !== ''),
          words: wordsOf(was, is),
        },
      ]
}

/** The title of a field of an entry in that list; of one in an object, after the object's. */
const titleIn = (list: string, name: string) =>
  name
    .split('.')
    .map((_, at, names) => fieldTitle(list + names.slice(0, at + 1).join('.')))
    .join(': ')

function entryChanges(
  before: readonly Entry[],
  after: readonly Entry[],
  list: string,
  numbers: Numbers,
  names: string,
): Change[] {
  return matched(before, after, ({ _key }) => _key).flatMap((match) => {
    const entry = (match.after ?? match.before)!.item
    const path = match.after ? entryPath(list, entry._key) : list
    const numberOf = (side: Side<Entry> | undefined, section: string | undefined) =>
      side && (section ? `${section}.${side.at + 1}` : `No. ${side.at + 1}`)
    return groupChange(match, {
      name: nameOf(entry),
      path,
      from: numberOf(match.before, numbers.from),
      to: numberOf(match.after, numbers.to),
      changes: changesIn(
        match.before?.item,
        match.after?.item,
        (field) => (match.after ? `${path}.${field}` : list),
        {},
        names,
      ),
    })
  })
}

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

/** What the entry's author would call it. */
function nameOf(entry: Entry): string {
  const { _key, ...fields } = entry
  const isText = (value: unknown) => typeof value === 'string'
  return String(
    [fields.title, fields.name, fields.subject, fields.label, ...Object.values(fields)].find(isText) ??
      `Entry ${_key}`,
  )
}

interface Side<Item> {
  item: Item
  /** Its place in its list, counted from 0. */
  at: number
}

interface Match<Item> {
  before: Side<Item> | undefined
  after: Side<Item> | undefined
  isMoved: boolean
}

/** The items of both lists, in the order of the second; those that are only in the first keep their place. */
function matched<Item>(
  before: readonly Item[],
  after: readonly Item[],
  idOf: (item: Item) => string,
): Match<Item>[] {
  const sides = (items: readonly Item[]) => {
    const byId = new Map<string, Side<Item>>()
    items.forEach((item, at) => {
      let id = idOf(item)
      // Keys that are the same are told apart by their order.
      while (byId.has(id)) id += ' again'
      byId.set(id, { item, at })
    })
    return byId
  }
  const [was, is] = [sides(before), sides(after)]
  // The longest sequence that both have stays in its place, so that as few items as possible are said to have moved.
  return diffArrays([...was.keys()], [...is.keys()]).flatMap(({ value, added, removed }) =>
    value
      .filter((id) => !removed || !is.has(id))
      .map((id) => ({ before: was.get(id), after: is.get(id), isMoved: added && was.has(id) })),
  )
}

/** A field's value as text. Absent values, and flags that are not set, are empty. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === true) return 'yes'
  if (!Array.isArray(value)) return ''
  return value.every((item) => typeof item === 'string') ? value.join(', ') : proseText(value as Prose)
}

/** After this many milliseconds, two long texts with little in common are shown one after the other instead. */
const timeout = 500

/** A word is whatever is between spaces, punctuation and markup included: that is how it is read, and heard. */
const wordsIn = (text: string): string[] => text.match(/\s*\S+\s*/g) ?? []

function wordsOf(before: string, after: string): TextRun[] {
  const comparator = (one: string, other: string) => one.trim() === other.trim()
  const runs = (diffArrays(wordsIn(before), wordsIn(after), { comparator, timeout }) ?? []).map(
    ({ value, added, removed }): TextRun => ({
      text: value.join(''),
      state: added ? 'added' : removed ? 'removed' : 'kept',
    }),
  )
  const kept = runs.filter(({ state }) => state === 'kept')
  const keptLength = kept.reduce((length, { text }) => length + text.length, 0)
  // Two sentences that share only a few small words are easier to read whole. And when every word was kept, only spaces have changed.
  if (kept.length < runs.length && keptLength * 3 >= Math.min(before.length, after.length)) return runs
  return [
    { text: before, state: 'removed' },
    { text: after, state: 'added' },
  ]
}
