import type { CustomValidator, RuleDef, UrlRule } from 'sanity'
import type { z } from 'zod'

/**
 * Validation of a field by the parser that will read it on the site: the Studio and the page cannot disagree about what is right, and
 * say the same of what is wrong.
 *
 * Only what is wrong with the field itself is said here. The fields of an entry have validations of their own, beside them.
 */
export function parsedBy(parser: z.ZodType) {
  const missing = parser.safeParse(undefined).error?.issues[0]?.message

  const judge: CustomValidator<unknown> = (value, { type }) => {
    // An empty field that may not be empty is the business of `required`.
    if (missing !== undefined && (value === undefined || value === null || value === '')) return true
    const issue = parser.safeParse(value).error?.issues.find(({ path }) => path.length === 0)
    return issue ? sentence(type, issue.message) : true
  }

  return <Rule extends RuleDef<Rule>>(rule: Rule): Rule[] => [
    ...(missing === undefined ? [] : [rule.required().error(`This ${missing}`)]),
    rule.custom(judge),
  ]
}

/** "Subject is empty", "This has no entries". */
const sentence = (type: { title?: string; jsonType?: string } | undefined, message: string) =>
  `${type?.jsonType === 'array' ? 'This' : (type?.title ?? 'This')} ${message}`

/** The same for a web address. The parser is the one judge of it: Sanity's own rule for addresses lets everything through. */
export const parsedAddress = (parser: z.ZodType) => (rule: UrlRule) =>
  parsedBy(parser)(rule.uri({ scheme: [/^/], allowRelative: true, allowCredentials: true }))
