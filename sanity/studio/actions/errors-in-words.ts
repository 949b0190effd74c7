import { isKeySegment, type Path } from 'sanity'
import { describeProblem } from '#sanity/preview/field-titles.ts'

export interface ErrorMarker {
  path: Path
  /** "This is missing. What it is for.", "Subject is empty". */
  message: string
}

/** How many errors are named. */
const most = 3

/**
 * Why a document cannot be published: its first errors with their fields, and how many more there are.
 *
 * @param number the section's on the page, if it has one.
 */
export function errorsInWords(errors: readonly ErrorMarker[], document: unknown, number?: number): string {
  const named = [...new Set(errors.map((error) => errorInWords(error, document, number)))]
  const more = named.length - most
  return [...named.slice(0, most), ...(more > 0 ? [`And ${more} more.`] : [])].join(' ')
}

function errorInWords({ path, message }: ErrorMarker, document: unknown, number?: number): string {
  let node = document
  const place = path.map((segment) => {
    const at = Array.isArray(node) && isKeySegment(segment) ? indexOf(node, segment._key) : segment
    node = (node as Record<string, unknown> | undefined)?.[String(at)]
    return at as string | number
  })
  const { field } = describeProblem({ path: '', place, message }, number)
  // "This is missing" becomes "§ 1.2: Subject is missing", and so does what begins with the field's title.
  const title = field.slice(field.lastIndexOf(': ') + 1).trim()
  const said = [`This `, `${title} `].find((start) => message.startsWith(start))
  const rest = said ? ` ${message.slice(said.length)}` : `: ${message}`
  return `${field}${said === 'This ' ? rest.replace(/\. .*$/s, '') : rest}.`
}

const indexOf = (list: readonly ({ _key?: unknown } | null)[], key: string) =>
  list.findIndex((item) => item?._key === key)
