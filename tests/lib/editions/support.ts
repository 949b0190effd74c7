import { parseManual, type Manual } from '#lib/manual/index.ts'
import { textOf, type EditionText } from '#lib/editions/text.ts'

/** A manual with one section of rules, given as texts by key. */
export function manualOfRules(rules: Record<string, string>, headline = 'Headline'): Manual {
  return parseManual(answerOfRules(rules, headline)).manual
}

export function answerOfRules(
  rules: Record<string, string>,
  headline = 'Headline',
  updated = '2026-11-26T10:00:00Z',
) {
  const principles = Object.entries(rules).map(([_key, title]) => ({
    _key,
    title,
    body: `${title}, because.`,
  }))
  const document = {
    _id: 'principles',
    _type: 'principlesSection',
    _createdAt: '2026-11-26T09:00:00Z',
    _updatedAt: updated,
    eyebrow: 'Principles',
    title: 'Rules',
    anchor: 'principles',
    principles,
  }
  return {
    _id: 'manual',
    _type: 'manual',
    _createdAt: '2026-11-26T09:00:00Z',
    _updatedAt: '2026-11-26T10:00:00Z',
    identity: 'Manual',
    headline,
    record: 'public',
    sections: principles.length > 0 ? [{ _key: 'p', _ref: 'principles', document }] : [],
  }
}

export const textOfRules = (rules: Record<string, string>, headline?: string): EditionText =>
  textOf(manualOfRules(rules, headline))
