import { dequal } from 'dequal/lite'
import { diffArrays } from 'diff'

/** Consecutive words of a text that are all kept, all added or all removed. */
export interface TextRun {
  text: string
  state: 'kept' | 'added' | 'removed'
}

interface Side<Item> {
  item: Item
  /** The index in the list. */
  at: number
}

/** An item before and after a change. One side is absent if the item was added or removed. */
export interface Match<Item> {
  before: Side<Item> | undefined
  after: Side<Item> | undefined
  isMoved: boolean
}

/**
 * Matches the items of two lists by id, in the order of the second; items that are only in the first keep
 * their place.
 */
export function matchItems<Item>(
  before: readonly Item[],
  after: readonly Item[],
  idOf: (item: Item) => string,
): Match<Item>[] {
  const ids = distinctIds(after, idOf)
  const [was, is] = [byId(before, idsOfBefore(before, after, ids, idOf)), byId(after, ids)]
  // The longest common sequence counts as unmoved, so that as few items as possible are reported as moved.
  return diffArrays([...was.keys()], [...is.keys()]).flatMap(({ value, added, removed }) =>
    value
      .filter((id) => !removed || !is.has(id))
      .map((id) => ({ before: was.get(id), after: is.get(id), isMoved: added && was.has(id) })),
  )
}

const byId = <Item>(items: readonly Item[], ids: readonly string[]): Map<string, Side<Item>> =>
  new Map(items.map((item, at) => [ids[at] as string, { item, at }]))

/** The ids of items. Items with the same id are distinguished by their order. */
function distinctIds<Item>(items: readonly Item[], idOf: (item: Item) => string): string[] {
  const taken = new Set<string>()
  return items.map((item) => take(idOf(item), taken))
}

/**
 * The ids of the items before, which match those after. Among items with the same id, equal ones are matched
 * first, wherever they are.
 */
function idsOfBefore<Item>(
  before: readonly Item[],
  after: readonly Item[],
  idsAfter: readonly string[],
  idOf: (item: Item) => string,
): string[] {
  const taken = new Set<string>()
  const equal = before.map((item) => {
    const isSame = (other: Item, at: number) =>
      idOf(other) === idOf(item) && !taken.has(idsAfter[at] as string) && dequal(other, item)
    const id = idsAfter[after.findIndex(isSame)]
    return id && take(id, taken)
  })
  return before.map((item, at) => equal[at] ?? take(idOf(item), taken))
}

/** Takes an id; if it is taken, a variant of it that is not. */
function take(id: string, taken: Set<string>): string {
  if (taken.has(id)) return take(`${id} again`, taken)
  taken.add(id)
  return id
}

/**
 * The most words that may differ. Two long texts with little in common take minutes to compare, so beyond
 * this limit they are shown one after the other. A time limit would give other results on slower machines.
 */
const mostWordsChanged = 1000

/** Words are separated by white space; punctuation and markup belong to the word they touch. */
const wordsIn = (text: string): string[] => text.match(/\s*\S+\s*/g) ?? []

/** Compares two texts word by word. */
export function compareWords(before: string, after: string): TextRun[] {
  const comparator = (one: string, other: string) => one.trim() === other.trim()
  const runs = (
    diffArrays(wordsIn(before), wordsIn(after), { comparator, maxEditLength: mostWordsChanged }) ?? []
  ).map(({ value, added, removed }): TextRun => ({
    text: value.join(''),
    state: added ? 'added' : removed ? 'removed' : 'kept',
  }))
  const kept = runs.filter(({ state }) => state === 'kept')
  const keptLength = kept.reduce((length, { text }) => length + text.length, 0)
  // Texts that share only a few small words are easier to read one after the other. If every word was kept,
  // only white space changed.
  if (kept.length < runs.length && keptLength * 3 >= Math.min(before.length, after.length)) return runs
  return [
    { text: before, state: 'removed' },
    { text: after, state: 'added' },
  ]
}

/** Compares two lists of texts item by item: an item is kept, added or removed as a whole. */
export function compareItems(before: readonly string[], after: readonly string[]): TextRun[] {
  const runs = diffArrays([...before], [...after], { maxEditLength: mostWordsChanged }) ?? [
    { value: [...before], added: false, removed: true },
    { value: [...after], added: true, removed: false },
  ]
  return runs.map(({ value, added, removed }, at) => ({
    text: value.join(', ') + (at < runs.length - 1 ? ', ' : ''),
    state: added ? 'added' : removed ? 'removed' : 'kept',
  }))
}
