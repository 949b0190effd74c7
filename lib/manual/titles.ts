/** What the Studio's forms call a field when that is not its name: by its path without keys, or by its name wherever it occurs. */
const titles: Partial<Record<string, string>> = {
  href: 'Address',
  'availability.text': 'Line',
  'principles.title': 'Rule',
  'principles.body': 'Reason',
  entries: 'Shifts',
  'entries.ongoing': 'Still going on',
  statement: 'Set the title as a statement',
}

/**
 * The title in the Studio's forms of the field with this path, without keys: `readings.activity`. A test compares it with the schema.
 */
export function fieldTitle(path: string): string {
  const name = path.slice(path.lastIndexOf('.') + 1)
  return titles[path] ?? titles[name] ?? name.replace(/^_?./, (start) => start.slice(-1).toUpperCase())
}
