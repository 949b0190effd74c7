import { anchor } from './fields.ts'
import type { Section } from './sections.ts'
import { isVisible } from './text.ts'

/**
 * A section in which something is written and which cannot be shown. It keeps its number: "§ 3" in somebody's
 * text stays true.
 */
export interface Unavailable {
  number: number
  /** Where links to it lead; absent when it has none, or another section has the same. */
  anchor: string | undefined
}

/** The fields of a section that say nothing by themselves, and those of a block of prose. */
const settings = /^(_.*|eyebrow|anchor|review|confirmed|style|listItem|marks|markDefs)$/

/** Whether something is written in the document of a section, beside its name and its address. */
export function isWritten(value: unknown): boolean {
  if (typeof value === 'string') return isVisible(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([field, child]) => !settings.test(field) && isWritten(child))
}

/** The address of such a section, unless it is none. */
export function anchorOf(document: Record<string, unknown>): string | undefined {
  const { data } = anchor.safeParse(document.anchor)
  return data
}

type Part = Section | Unavailable

export const isAvailable = (part: Part): part is Section => '_type' in part

/**
 * The sections as they stand on the page, by their numbers, with those that cannot be shown in their places.
 */
export const partsOf = (manual: {
  sections: readonly Section[]
  unavailable: readonly Unavailable[]
}): Part[] => [...manual.sections, ...manual.unavailable].toSorted((a, b) => a.number - b.number)
