import type { CustomValidator, Rule as AnyRule, RuleDef, UrlRule } from 'sanity'
import type { z } from 'zod'

/**
 * Validates a field with the parser that will read it on the site: the Studio and the page cannot disagree about what is right, and they
 * report what is wrong in the same words.
 *
 * It reports only what is wrong with the field itself. The fields of an entry have their own validations.
 */
export function parsedBy(parser: z.ZodType) {
  const missing = parser.safeParse(undefined).error?.issues[0]?.message

  const judge: CustomValidator<unknown> = (value, { type }) => {
    // An empty field that may not be empty is the business of `required`.
    if (missing !== undefined && (value === undefined || value === null || value === '')) return true
    const issue = parser.safeParse(value).error?.issues.find(({ path }) => path.length === 0)
    return issue ? sentence(type, issue.message) : true
  }

  return <Rule extends RuleDef<Rule> & Partial<Pick<AnyRule, '_typeDef'>>>(rule: Rule): Rule[] => [
    ...(missing === undefined
      ? []
      : [rule.required().error([`This ${missing}`, purposeOf(rule)].filter(Boolean).join('. '))]),
    rule.custom(judge),
  ]
}

/** What belongs in the field that the rule is for: the first sentence of its description. */
function purposeOf({ _typeDef }: Partial<Pick<AnyRule, '_typeDef'>>): string | undefined {
  const description = _typeDef?.description
  return typeof description === 'string' ? description.split(/(?<=\.) /)[0] : undefined
}

/** "Subject is empty", "This has no entries". */
const sentence = (type: { title?: string; jsonType?: string } | undefined, message: string) =>
  `${type?.jsonType === 'array' ? 'This' : (type?.title ?? 'This')} ${message}`

/** The same for a web address. The parser alone judges it: Sanity's own rule for addresses is set to let everything through. */
export const parsedAddress = (parser: z.ZodType) => (rule: UrlRule) =>
  parsedBy(parser)(rule.uri({ scheme: [/^/], allowRelative: true, allowCredentials: true }))
