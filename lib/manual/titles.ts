/** What the Studio's forms call a field, where that is not its name: by its path without keys, or by its name wherever it is. */
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
 * What an author knows the field by that has this path without keys, such as `readings.activity`: its title in the Studio's forms. A
 * test compares it with the schema.
 */
export function fieldTitle(path: string): string {
  const name = path.slice(path.lastIndexOf('.') + 1)
  return titles[path] ?? titles[name] ?? name.replace(/^_?./, (start) => start.slice(-1).toUpperCase())
}
