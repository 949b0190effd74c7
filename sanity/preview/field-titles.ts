import type { Problem } from '#lib/manual/index.ts'

/** Titles in the Studio's forms that differ from the field's name: by path without keys, or by name. */
const titles: Partial<Record<string, string>> = {
  href: 'Address',
  'availability.text': 'Line',
  'principles.title': 'Rule',
  'principles.body': 'Reason',
  entries: 'Shifts',
  'entries.ongoing': 'Still going on',
  eyebrow: 'Name',
  review: 'Review rhythm',
  statement: 'Set the title as a statement',
  closesAt: 'Open until',
}

/**
 * The title, in the Studio's forms, of the field with this path without keys: `readings.activity`. A test
 * compares it with the schema.
 */
export function fieldTitle(path: string): string {
  const name = path.slice(path.lastIndexOf('.') + 1)
  return titles[path] ?? titles[name] ?? name.replace(/^_?./, (start) => start.slice(-1).toUpperCase())
}

/**
 * A problem in the Studio's words: the field, and what is wrong or what to do.
 *
 * @param number the section's on the page, if it has one: its entries are named by theirs.
 */
export function describeProblem(problem: Problem, number?: number): { field: string; message: string } {
  const lacksKey = problem.place.at(-1) === '_key' && problem.message === 'is missing'
  const hint = lacksKey ? ': open the document in the Studio and press "Add missing keys"' : ''
  return { field: fieldLabel(problem, number), message: problem.message + hint }
}

/** `§ 1.2: Subject`, or `Readings 2: Subject` without a number; empty for the document as a whole. */
function fieldLabel({ place }: Problem, number: number | undefined): string {
  const [list, entry] = place
  // Paragraphs have no number.
  const isNumbered = number !== undefined && typeof entry === 'number' && list !== 'body'
  const names = isNumbered ? [String(list)] : []
  let label = isNumbered ? `§ ${number}.${entry + 1}` : ''
  for (const segment of isNumbered ? place.slice(2) : place) {
    if (typeof segment === 'number') label += ` ${segment + 1}`
    else {
      names.push(segment)
      label += `${label === '' ? '' : ': '}${fieldTitle(names.join('.'))}`
    }
  }
  return label
}
