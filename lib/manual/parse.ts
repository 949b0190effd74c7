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

/** The content API answered with something other than a manual: nothing that could be shown, even in part. */
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
 * One of the manual's references and the document it leads to; neither when there is something else in its
 * place.
 */
const reference = z
  .object({
    _ref: z.string().optional().catch(undefined),
    document: z.looseObject(timestamps).optional().catch(undefined),
  })
  .catch({})

type Timestamps = Partial<Record<keyof typeof timestamps, string | undefined>>
type Reference = z.output<typeof reference>

/** The answer of the content API, as far as it must be right for anything to be shown. */
const envelope = z.object({
  ...timestamps,
  _id: z.string(),
  _type: z.literal('manual'),
  sections: z.array(reference).catch([]),
})

/** The list of sections as such; its items are parsed one by one. */
const sectionList = z.array(z.unknown(), { error: 'must be a list' }).nullish()

/**
 * Turns the answer of the content API into the view model. This is the one place where that happens.
 *
 * Each section is parsed alone: one that does not parse is left out of `manual.sections` and named in
 * `problems` with the paths of its fields, and the others are unaffected. The same goes for each field of the
 * `manual` document. A part that a section can do without (an optional field, a paragraph, a mark) is left
 * out alone, and named too.
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
    if (document && !numbered.has(document._id) && (section || isWritten(document))) {
      numbered.add(document._id)
      const number = numbered.size
      if (section) sections.push({ ...section, number } as Section)
      else {
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
        label: name ?? `Section ${position + 1}`,
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
        ...(!isShown && !isWritten(document) && { isBlank: true as const }),
        label: name ?? documentId,
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
      /** Absent when it cannot be shown. */
      section?: SectionContent
      problems: Problem[]
    }
  /** What is wrong with its place in the manual's list. */
  | { wrongly: string }

/** The section that a reference leads to, and what is wrong in it or with its place. */
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

/** What the author calls the section: its eyebrow or title. */
const nameOf = ({ document }: Reference): string | undefined =>
  [document?.eyebrow, document?.title].find(
    (value): value is string => typeof value === 'string' && isVisible(value),
  )

/** A place in a document. Its path addresses array items by `_key`, which stays when they are moved. */
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
 * The latest `_updatedAt` of a document that changed after it was created. An import or an installation
 * writes both at once; publishing a draft keeps `_createdAt` and moves `_updatedAt`.
 */
function latestPublication(documents: readonly Timestamps[]): string | undefined {
  return documents
    .filter(({ _createdAt, _updatedAt }) => _updatedAt && _updatedAt !== _createdAt)
    .map(({ _updatedAt }) => _updatedAt as string)
    .toSorted()
    .at(-1)
}
