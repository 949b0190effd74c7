import { z } from 'zod'
import { parseInPart } from './in-part.ts'
import {
  openingFields,
  recordField,
  type DocumentProblems,
  type Opening,
  type ParsedManual,
  type Problem,
} from './manual.ts'
import {
  isSectionKind,
  sectionSchemas,
  type Section,
  type SectionContent,
  type SectionKind,
} from './sections.ts'
import { clean, isVisible } from './text.ts'
import { anchorOf, isWritten, type Unavailable } from './unavailable.ts'

/** The content API's answer is not a manual, so nothing of it can be shown, not even in part. */
export class NotAManualError extends Error {
  override name = 'NotAManualError'
}

const timestamp = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)))
  .optional()
  .catch(undefined)
const timestamps = { _createdAt: timestamp, _updatedAt: timestamp }

/**
 * An item of the manual's list of sections: a reference and the document it leads to. Both are absent if the
 * item is something else.
 */
const reference = z
  .object({
    _ref: z.string().optional().catch(undefined),
    document: z.looseObject(timestamps).optional().catch(undefined),
  })
  .catch({})

type Timestamps = Partial<Record<keyof typeof timestamps, string | undefined>>
type Reference = z.output<typeof reference>

/** The fields without which nothing can be shown. */
const envelope = z.object({
  ...timestamps,
  _id: z.string(),
  _type: z.literal('manual'),
  sections: z.array(reference).catch([]),
})

/** The list of sections; its items are parsed one by one. */
const sectionList = z.array(z.unknown(), { error: 'must be a list' }).nullish()

/**
 * Turns the content API's answer into the view model.
 *
 * Each section is parsed by itself: an invalid one is left out of `manual.sections` and named in `problems`
 * with the paths of its fields; the others are unaffected. The same holds for each field of the `manual`
 * document. An invalid part that a section can do without (an optional field, a paragraph, a mark) is left
 * out by itself, and named too.
 *
 * @throws {NotAManualError} when the answer is not a manual at all (`null`, another type, nonsense).
 */
export function parseManual(given: unknown): ParsedManual {
  const answer = clean(given)
  const parsed = envelope.safeParse(answer)
  if (!parsed.success) {
    throw new NotAManualError(
      answer === null
        ? 'There is no published document of type "manual" with the id "manual"'
        : `The content API answered something that is not a manual: ${z.prettifyError(parsed.error)}`,
    )
  }
  const { _id, sections: references } = parsed.data
  const problems: DocumentProblems[] = []

  const identity = parseIdentity(answer as Record<string, unknown>)
  if (identity.problems.length > 0) {
    problems.push({
      documentId: _id,
      documentType: 'manual',
      position: undefined,
      isShown: true,
      label: 'Manual',
      problems: identity.problems,
    })
  }

  const sections: Section[] = []
  const unavailable: Unavailable[] = []
  const unavailableIds: string[] = []
  const missingIds: string[] = []
  const numbered = new Set<unknown>()
  references.forEach((reference, position) => {
    const found = parseSection(reference, sections)
    const name = nameOf(reference)
    const section = 'section' in found ? found.section : undefined
    const { document, _ref } = reference
    if (!document && _ref !== undefined) missingIds.push(_ref)
    let kept: { number?: number } = {}
    if (document && !numbered.has(document._id) && (section || isWritten(document))) {
      numbered.add(document._id)
      const number = numbered.size
      if (section) sections.push({ ...section, number } as Section)
      else {
        kept = { number }
        unavailable.push({ number, anchor: anchorOf(document) })
        unavailableIds.push(String(document._id))
      }
    }
    if ('wrongly' in found) {
      problems.push({
        documentId: _id,
        documentType: 'manual',
        position,
        isShown: false,
        ...kept,
        label: name ?? `Section ${position + 1}`,
        ...(!document && _ref !== undefined && { missingId: _ref }),
        problems: [{ ...placeOf(['sections', position], answer), message: found.wrongly }],
      })
      return
    }
    const { id: documentId, type: documentType, problems: wrong } = found
    if (wrong.length > 0) {
      const isShown = section !== undefined
      problems.push({
        documentId,
        documentType,
        position,
        isShown,
        ...kept,
        ...(!isShown && !isWritten(document) && { isBlank: true as const }),
        label: name ?? `Section ${position + 1}`,
        problems: wrong,
      })
    }
  })

  const taken = new Set(sections.map(({ anchor }) => anchor))
  for (const section of unavailable) {
    if (section.anchor && taken.has(section.anchor)) section.anchor = undefined
    else if (section.anchor) taken.add(section.anchor)
  }
  const documents = [parsed.data, ...references.map(({ document }) => document ?? {})]
  const publishedAt = latestPublication(documents)
  const { fields, record } = identity
  return {
    manual: { _id, opening: fields, sections, unavailable, publishedAt, record },
    problems,
    unavailableIds,
    missingIds,
    brokenParts: Object.fromEntries(
      problems
        .filter(({ isShown }) => isShown)
        .map(({ documentId, problems }) => [documentId, problems.map(({ path }) => path)]),
    ),
    dates: Object.fromEntries(
      documents.flatMap((document) =>
        '_id' in document && document._updatedAt ? [[String(document._id), document._updatedAt]] : [],
      ),
    ),
  }
}

function parseIdentity(document: Record<string, unknown>) {
  const problems: Problem[] = []
  const parse = <Output>(name: string, schema: z.ZodType<Output>) => {
    const { data, issues } = parseInPart(schema, document[name])
    problems.push(
      ...issues.map(({ path, message, root }) => ({
        ...placeOf([name, ...path], { ...document, [name]: root }),
        message,
      })),
    )
    return data
  }
  const fields = Object.entries(openingFields).map(([name, schema]) => [name, parse<unknown>(name, schema)])
  const record = parse('record', recordField) ?? 'off'
  parse('sections', sectionList)
  return { fields: Object.fromEntries(fields) as Opening, record, problems }
}

type Found =
  | {
      id: string
      type: SectionKind
      /** Absent when the section cannot be shown. */
      section?: SectionContent
      problems: Problem[]
    }
  /** What is wrong with the item in the manual's list. */
  | { wrongly: string }

/** The section that a reference leads to, and the problems in it or in the reference. */
function parseSection({ _ref, document }: Reference, before: readonly Section[]): Found {
  if (!document)
    return {
      wrongly:
        _ref === undefined
          ? 'is not a reference to a section'
          : `leads to "${_ref}", which is not published, or does not exist`,
    }
  const kind = document._type
  if (!isSectionKind(kind))
    return { wrongly: `is of a kind this page does not know: ${JSON.stringify(kind)}` }
  const { data: section, issues } = parseInPart<SectionContent>(sectionSchemas[kind], document)
  const problems = issues.map(({ path, message, root }) => ({ ...placeOf(path, root), message }))
  const found = { id: String(document._id), type: kind, problems }
  if (!section) return found
  if (before.some(({ _id }) => _id === section._id)) return { wrongly: 'is already on the page' }
  const holder = before.find(({ anchor }) => anchor === section.anchor)
  if (!holder) return { ...found, section }
  const message = `"${section.anchor}" already leads to "${holder.eyebrow}": choose another`
  return { ...found, problems: [{ ...placeOf(['anchor'], document), message }, ...problems] }
}

/** The section's eyebrow or title. */
const nameOf = ({ document }: Reference): string | undefined =>
  [document?.eyebrow, document?.title].find(
    (value): value is string => typeof value === 'string' && isVisible(value),
  )

/**
 * The path and place of a field. The path addresses array items by `_key`, so that it stays when items are
 * moved.
 */
function placeOf(segments: readonly PropertyKey[], root: unknown): Pick<Problem, 'path' | 'place'> {
  let node: unknown = root
  let path = ''
  for (const segment of segments) {
    node =
      typeof node === 'object' && node !== null ? (node as Record<PropertyKey, unknown>)[segment] : undefined
    if (typeof segment === 'number') {
      const itemKey = (node as { _key?: unknown } | null | undefined)?._key
      path += typeof itemKey === 'string' ? `[_key=="${itemKey}"]` : `[${segment}]`
    } else path += path === '' ? String(segment) : `.${String(segment)}`
  }
  return { path, place: segments as (string | number)[] }
}

/**
 * The latest `_updatedAt` of a document that changed after it was created. An import sets both dates at once;
 * publishing a draft keeps `_createdAt` and changes `_updatedAt`.
 */
function latestPublication(documents: readonly Timestamps[]): string | undefined {
  return documents
    .filter(({ _createdAt, _updatedAt }) => _updatedAt && _updatedAt !== _createdAt)
    .map(({ _updatedAt }) => _updatedAt as string)
    .toSorted()
    .at(-1)
}
