import type { CustomValidator, Path, Rule as AnyRule, RuleDef, UrlRule } from 'sanity'
import type { z } from 'zod'

/**
 * Validates a field with the parser that the site uses, so that Studio and page agree on what is valid and
 * report it in the same words.
 *
 * Only reports problems of the field itself: the fields of an entry have validations of their own.
 */
export const parsedBy = (parser: z.ZodType) => rules(parser, ({ path }) => path.length === 0)

/**
 * Validates prose. Paragraphs and marks have no validations of their own, so their problems are reported
 * here; links have, and the Studio itself reports unknown styles and kinds of lists (see `wording.ts`).
 */
export const parsedProse = (parser: z.ZodType) =>
  rules(
    parser,
    ({ path }, issues) =>
      !saidOtherwise.has(path.at(-1)) && !issues.some((other) => isInForeign(path, other)),
  )

const saidOtherwise = new Set<PropertyKey | undefined>(['href', 'style', 'listItem'])

/** Whether a problem is inside a block or mark of an unknown type, which is reported already. */
const isInForeign = (path: readonly PropertyKey[], { path: other }: z.core.$ZodIssue) =>
  other.at(-1) === '_type' &&
  path.at(-1) !== '_type' &&
  other.slice(0, -1).every((segment, at) => path[at] === segment)

function rules(
  parser: z.ZodType,
  isReported: (issue: z.core.$ZodIssue, issues: readonly z.core.$ZodIssue[]) => boolean,
) {
  const missing = parser.safeParse(undefined).error?.issues[0]?.message

  const validate: CustomValidator<unknown> = (value, { type }) => {
    // A required field that is empty is reported by `required`.
    if (missing !== undefined && (value === undefined || value === null || value === '')) return true
    const all = parser.safeParse(value).error?.issues ?? []
    const issues = all.filter((issue) => isReported(issue, all))
    if (issues.length === 0) return true
    return issues.map(({ path, message }) => ({
      path: isInUnknownItem(path, value, type) ? [] : inStudio(path, value),
      message: sentence(type, message),
    }))
  }

  return <Rule extends RuleDef<Rule> & Partial<Pick<AnyRule, '_typeDef'>>>(rule: Rule): Rule[] => {
    // Drops Sanity's own rule for a value that is not in `options.list`: the parser reports it, with the
    // reason.
    const own = (rule as Rule & AnyRule).reset() as Rule
    return [
      ...(missing === undefined
        ? []
        : [own.required().error([`This ${missing}`, purposeOf(rule)].filter(Boolean).join('. '))]),
      own.custom(validate),
    ]
  }
}

/**
 * Whether a path leads into an item of a type that the list does not have. The Studio's list of problems fails
 * on such a path, so the problem is reported for the whole field.
 */
function isInUnknownItem([at]: readonly PropertyKey[], list: unknown, type: unknown): boolean {
  const { of } = (type ?? {}) as { of?: { name: string }[] }
  if (!of || typeof at !== 'number' || !Array.isArray(list)) return false
  const { _type } = (list[at] ?? {}) as { _type?: unknown }
  return _type !== undefined && !of.some(({ name }) => name === _type)
}

/** Converts a path to the Studio's form, which names items by their keys. */
function inStudio(path: readonly PropertyKey[], root: unknown): Path {
  let node = root as Record<PropertyKey, unknown> | undefined
  return path.map((segment) => {
    node = node?.[segment] as typeof node
    const itemKey = typeof segment === 'number' ? node?._key : undefined
    return typeof itemKey === 'string' ? { _key: itemKey } : (segment as string | number)
  })
}

/** The first sentence of the field's description that says what it is for. */
function purposeOf({ _typeDef }: Partial<Pick<AnyRule, '_typeDef'>>): string | undefined {
  const description = _typeDef?.description
  return typeof description === 'string'
    ? description.replace(/^Required\. /, '').split(/(?<=\.) /)[0]
    : undefined
}

/** "Subject is empty", "This has no entries". */
const sentence = (type: { title?: string; jsonType?: string } | undefined, message: string) =>
  `${type?.jsonType === 'array' ? 'This' : (type?.title ?? 'This')} ${message}`

/**
 * Validates a web address. Only the parser judges it; Sanity's own rule for `url` is set to accept
 * everything.
 */
export const parsedAddress = (parser: z.ZodType) => (rule: UrlRule) =>
  parsedBy(parser)(rule).map((own) => own.uri({ scheme: [/^/], allowRelative: true, allowCredentials: true }))
