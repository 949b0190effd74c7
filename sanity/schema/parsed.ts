import type { CustomValidator, Path, Rule as AnyRule, RuleDef, UrlRule } from 'sanity'
import type { z } from 'zod'

/**
 * Validates a field with the parser that will read it on the site: the Studio and the page cannot disagree
 * about what is right, and they report what is wrong in the same words.
 *
 * It reports only what is wrong with the field itself. The fields of an entry have their own validations.
 */
export const parsedBy = (parser: z.ZodType) => rules(parser, ({ path }) => path.length === 0)

/**
 * The same for prose, whose paragraphs and marks have no fields with validations of their own; but links
 * have, and of styles and kinds of lists the Studio says so itself: see `wording.ts`.
 */
export const parsedProse = (parser: z.ZodType) =>
  rules(
    parser,
    ({ path }, issues) =>
      !saidOtherwise.has(path.at(-1)) && !issues.some((other) => isInForeign(path, other)),
  )

const saidOtherwise = new Set<PropertyKey | undefined>(['href', 'style', 'listItem'])

/** Of something that has no place in prose, it does not matter what else is wrong with it. */
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
    // An empty field that may not be empty is the business of `required`.
    if (missing !== undefined && (value === undefined || value === null || value === '')) return true
    const all = parser.safeParse(value).error?.issues ?? []
    const issues = all.filter((issue) => isReported(issue, all))
    if (issues.length === 0) return true
    return issues.map(({ path, message }) => ({
      path: inStudio(path, value),
      message: sentence(type, message),
    }))
  }

  return <Rule extends RuleDef<Rule> & Partial<Pick<AnyRule, '_typeDef'>>>(rule: Rule): Rule[] => {
    // Without what Sanity says by itself of a value that is none of the choices: the parser says it, with the reason.
    const own = (rule as Rule & AnyRule).reset() as Rule
    return [
      ...(missing === undefined
        ? []
        : [own.required().error([`This ${missing}`, purposeOf(rule)].filter(Boolean).join('. '))]),
      own.custom(validate),
    ]
  }
}

/** A path as the Studio has it: items by their keys. */
function inStudio(path: readonly PropertyKey[], root: unknown): Path {
  let node = root as Record<PropertyKey, unknown> | undefined
  return path.map((segment) => {
    node = node?.[segment] as typeof node
    const itemKey = typeof segment === 'number' ? node?._key : undefined
    return typeof itemKey === 'string' ? { _key: itemKey } : (segment as string | number)
  })
}

/** What belongs in the field that the rule is for: the first sentence of its description. */
function purposeOf({ _typeDef }: Partial<Pick<AnyRule, '_typeDef'>>): string | undefined {
  const description = _typeDef?.description
  return typeof description === 'string' ? description.split(/(?<=\.) /)[0] : undefined
}

/** "Subject is empty", "This has no entries". */
const sentence = (type: { title?: string; jsonType?: string } | undefined, message: string) =>
  `${type?.jsonType === 'array' ? 'This' : (type?.title ?? 'This')} ${message}`

/**
 * The same for a web address. The parser alone judges it: Sanity's own rule for addresses is set to let
 * everything through.
 */
export const parsedAddress = (parser: z.ZodType) => (rule: UrlRule) =>
  parsedBy(parser)(rule).map((own) => own.uri({ scheme: [/^/], allowRelative: true, allowCredentials: true }))
