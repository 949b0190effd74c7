import { anchor } from './fields.ts'
import type { Section } from './sections.ts'
import { isVisible } from './text.ts'

/**
 * A section that contains text but cannot be shown. It keeps its number, so that references such as "§ 3"
 * stay correct.
 */
export interface Unavailable {
  number: number
  /** Its fragment; absent when it has none, or another section has the same. */
  anchor: string | undefined
}

/** Fields that contain no text of their own: settings of a section, and of a block of prose. */
const settings = /^(_.*|eyebrow|anchor|review|confirmed|style|listItem|marks|markDefs)$/

/** Whether a section's document contains any text besides its name and address. */
export function isWritten(value: unknown): boolean {
  if (typeof value === 'string') return isVisible(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([field, child]) => !settings.test(field) && isWritten(child))
}

/** The section's fragment, if it is valid. */
export function anchorOf(document: Record<string, unknown>): string | undefined {
  const { data } = anchor.safeParse(document.anchor)
  return data
}

type Part = Section | Unavailable

export const isAvailable = (part: Part): part is Section => '_type' in part

/** All sections in the order of their numbers, including those that cannot be shown. */
export const partsOf = (manual: {
  sections: readonly Section[]
  unavailable: readonly Unavailable[]
}): Part[] => [...manual.sections, ...manual.unavailable].toSorted((a, b) => a.number - b.number)
