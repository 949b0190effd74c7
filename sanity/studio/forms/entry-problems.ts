import type { z } from 'zod'
import { parseInPart } from '#lib/manual/in-part.ts'
import { sectionSchemas, type SectionKind } from '#lib/manual/sections.ts'
import { isWritten } from '#lib/manual/unavailable.ts'
import { describeProblem } from '#sanity/preview/field-titles.ts'

/**
 * Why readers would not get an entry of a section, in words; `undefined` if they would.
 *
 * @param field the section's list of entries: `readings`.
 * @param entry as stored: its fields may hold anything.
 */
export function whyLeftOut(kind: SectionKind, field: string, entry: unknown): string | undefined {
  const list = sectionSchemas[kind].shape[field as never] as z.ZodArray | undefined
  if (!list?.element) return undefined
  const { data, issues } = parseInPart(list.element as z.ZodType, entry)
  if (data !== undefined) return undefined
  if (!isWritten(entry)) return 'Nothing written yet'
  const reasons = issues.map(({ path, message }) => {
    const problem = describeProblem({ path: '', place: [field, 0, ...(path as string[])], message })
    // "Readings 1: Subject", without the entry, which is on the screen.
    return `${problem.field.replace(/^[^:]*: /, '')} ${problem.message}`
  })
  return `Readers do not get it yet: ${reasons.join(', ')}`
}
