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

/** A problem in the Studio's words: the field, and what is wrong or what to do. */
export function describeProblem(problem: Problem): { field: string; message: string } {
  const lacksKey = problem.place.at(-1) === '_key' && problem.message === 'is missing'
  const hint = lacksKey ? ': open the document in the Studio and press "Add missing keys"' : ''
  return { field: fieldLabel(problem), message: problem.message + hint }
}

/** `Readings 2: Subject`; empty for the document as a whole. */
function fieldLabel({ place }: Problem): string {
  const names: string[] = []
  let label = ''
  for (const segment of place) {
    if (typeof segment === 'number') label += ` ${segment + 1}`
    else {
      names.push(segment)
      label += `${label === '' ? '' : ': '}${fieldTitle(names.join('.'))}`
    }
  }
  return label
}
