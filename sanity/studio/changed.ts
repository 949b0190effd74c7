import { diffManual, type Change, type DocumentChange, type GroupChange } from '#lib/changes/diff.ts'
import type { Manual } from '#lib/manual/index.ts'

/**
 * What a publish changed for readers, by § number: "§ 1.1 and § 1.3 changed", "§ 4 is new, and what was § 4 to § 7 is
 * now § 5 to § 8", "the opening changed", "the rhythm of § 1 changed"; `undefined` if nothing changed at all.
 */
export function changedInWords(before: Manual, after: Manual): string | undefined {
  const documents = diffManual(before, after)
  if (documents.length === 0) return undefined
  const [only] = documents
  if (!only || documents.length > 1) return `${documents.length} sections changed`
  if (only.type === 'manual') return 'the opening changed'
  const around = only.state === 'changed' && !only.isMoved && aroundTheText(only.to, only.changes)
  if (around) return `${around} changed`
  const isWhole = only.state !== 'changed' || only.isMoved
  return isWhole
    ? sentence(wordsOf([only]), renumbered(partsIn(before), partsIn(after), only))
    : changedIn(only, entriesIn(before, only), entriesIn(after, only))
}

/** What changed within a section: its entries by their numbers, anything else as the section. */
function changedIn({ to, changes }: DocumentChange, before: Numbers, after: Numbers): string {
  const entries = changes.flatMap((change) => ('words' in change ? [] : [change]))
  // A field of the section itself has no number.
  if (entries.length < changes.length || !entries.every(({ from, to }) => (to ?? from)?.startsWith('§')))
    return `${to} changed`
  return sentence(wordsOf(entries, to), renumbered(before, after, ...entries))
}

/** "§ 1.2 and § 1.3 are new, § 1.1 changed and what was § 1.4 is gone". */
function wordsOf(groups: readonly GroupChange[], section?: string): string[] {
  const added = groups.filter(({ state }) => state === 'added').map(({ to }) => to)
  const removed = groups.filter(({ state }) => state === 'removed').map(({ from }) => from)
  const moved = groups.filter(({ isMoved, from, to }) => isMoved && from !== to)
  const changed = groups.filter((group) => group.state === 'changed' && group.changes.length > 0 && section)
  const isMany = ({ length }: readonly unknown[]) => length > 3
  const name = (numbers: readonly (string | undefined)[]) =>
    isMany(numbers) ? `${numbers.length} entries of ${section}` : list.format(numbers as string[])
  return [
    ...(added.length > 0 ? [`${name(added)} ${added.length > 1 ? 'are' : 'is'} new`] : []),
    ...(changed.length > 0 ? [`${name(changed.map(({ to }) => to))} changed`] : []),
    ...(isMany(moved)
      ? [`${moved.length} entries of ${section} have moved`]
      : moved.map(({ from, to }) => `what was ${from} is now ${to}`)),
    ...(isMany(removed) ? [`${name(removed)} are gone`] : []),
    ...(removed.length > 0 && !isMany(removed) ? [`what was ${name(removed)} is gone`] : []),
  ]
}

const sentence = (words: readonly string[], renumbered: string | undefined) =>
  [list.format(words), renumbered].filter(Boolean).join(', and ')

/** The numbers of sections by their ids, or of the entries of a section by their keys, in order. */
type Numbers = ReadonlyMap<string, string>

const partsIn = ({ sections }: Manual): Numbers =>
  new Map(sections.map(({ _id, number }) => [_id, `§ ${number}`]))

function entriesIn({ sections }: Manual, { id }: DocumentChange): Numbers {
  const section = sections.find(({ _id }) => _id === id)
  const entries: unknown[] = Object.values(section ?? {}).find(isEntries) ?? []
  return new Map(
    (entries as { _key: string }[]).map(({ _key }, at) => [_key, `§ ${section?.number}.${at + 1}`]),
  )
}

/** A list of entries rather than of blocks of prose, which have no numbers. */
const isEntries = (field: unknown): field is unknown[] =>
  Array.isArray(field) &&
  field.some((item: { _key?: unknown; _type?: unknown }) => item?._key && item._type !== 'block')

/**
 * The others that have another number since: "what was § 2 to § 7 is now § 3 to § 8". `undefined` if there are
 * none.
 */
function renumbered(before: Numbers, after: Numbers, ...named: readonly GroupChange[]): string | undefined {
  const said = new Set(named.map(({ to }) => to))
  const others = [...after].flatMap(([key, to]) => {
    const from = before.get(key)
    return from === undefined || from === to || said.has(to) ? [] : [{ from, to }]
  })
  const [first, last] = [others[0], others.at(-1)]
  if (!first || !last) return undefined
  const by = ({ from, to }: { from: string; to: string }) => lastNumber(to) - lastNumber(from)
  // One range of numbers became another, without gaps.
  const isRange =
    others.every((other) => by(other) === by(first)) &&
    lastNumber(last.from) - lastNumber(first.from) === others.length - 1
  if (!isRange) return `${others.length} others have other numbers now`
  const range = (from: string, to: string) => (from === to ? from : `${from} to ${to}`)
  return `what was ${range(first.from, last.from)} is now ${range(first.to, last.to)}`
}

const lastNumber = (number: string) => Number(/\d+$/.exec(number)?.[0])

const aroundText = { review: 'rhythm', confirmed: 'confirmation', anchor: 'address' } as const

/**
 * What changed, if that is nothing in the text of a section itself: "the rhythm and the address of § 1", "the
 * confirmations in § 1". `undefined` if the text changed.
 */
function aroundTheText(section: string | undefined, changes: readonly Change[]): string | undefined {
  const parts = changes.flatMap((change) =>
    'words' in change
      ? [{ field: change.name, place: section }]
      : change.state === 'changed' && !change.isMoved
        ? change.changes.map((inner) => ({ field: inner.name.split('.').at(-1) ?? '', place: change.to }))
        : [{ field: '', place: section }],
  )
  if (!parts.every(({ field }) => Object.hasOwn(aroundText, field))) return undefined
  const words = Object.entries(aroundText).flatMap(([field, name]) => {
    const count = parts.filter((part) => part.field === field).length
    return count === 0 ? [] : `the ${name}${count > 1 ? 's' : ''}`
  })
  const [first] = parts
  const isOnePlace = parts.every(({ place }) => place === first?.place)
  return `${list.format(words)} ${isOnePlace ? `of ${first?.place}` : `in ${section}`}`
}

const list = new Intl.ListFormat('en')
