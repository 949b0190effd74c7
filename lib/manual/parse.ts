import { z } from 'zod'
import {
  identityFields,
  type DocumentProblems,
  type Identity,
  type ParsedManual,
  type Problem,
} from './manual.ts'
import { isSectionKind, sectionSchemas, type Section } from './sections.ts'

/** Answered by the content API instead of a manual: nothing that could be shown, not even with its problems. */
export class NotAManualError extends Error {
  override name = 'NotAManualError'
}

const timestamps = z.object({
  _createdAt: z.string().nullish(),
  _updatedAt: z.string().nullish(),
})

/** The answer to `manualQuery` (`sanity/queries.ts`), as far as it must be right for anything to be shown. */
const envelope = timestamps.extend({
  _id: z.string(),
  _type: z.literal('manual'),
  sections: z
    .array(z.object({ _ref: z.string().nullish(), document: timestamps.loose().nullish() }))
    .nullish()
    .transform((sections) => sections ?? []),
})

/**
 * Turns the answer of the content API into the view model, the one place where this happens.
 *
 * Each section is parsed alone: one that does not parse is left out of `manual.sections` and named in `problems` with the paths
 * of its fields, and the rest stands. The same goes for each field of the `manual` document.
 *
 * @throws {NotAManualError} when the answer is no manual at all (`null`, another type, nonsense).
 */
export function parseManual(answer: unknown): ParsedManual {
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
      label: 'Manual',
      problems: identity.problems,
    })
  }

  const sections: Section[] = []
  const anchors = new Map<string, string>()
  references.forEach(({ _ref, document }, position) => {
    const { section, problems: found } = parseSection(document, anchors)
    if (section) {
      anchors.set(section.anchor, section.eyebrow)
      sections.push({ ...section, number: sections.length + 1 } as Section)
    } else {
      problems.push({
        documentId: _ref ?? String(document?._id ?? ''),
        documentType: typeof document?._type === 'string' ? document._type : undefined,
        position,
        label: [document?.eyebrow, document?.title, _ref].find(
          (text) => typeof text === 'string' && text !== '',
        ) as string,
        problems: found,
      })
    }
  })

  const published = latestPublication([parsed.data, ...references.map(({ document }) => document ?? {})])
  return { manual: { _id, identity: identity.fields, sections, published }, problems }
}

function parseIdentity(document: Record<string, unknown>): { fields: Identity; problems: Problem[] } {
  const problems: Problem[] = []
  const fields = Object.entries(identityFields).map(([name, schema]) => {
    const field = schema.safeParse(document[name])
    if (!field.success) problems.push(...problemsOf(field.error, document, [name]))
    return [name, field.data]
  })
  return { fields: Object.fromEntries(fields) as Identity, problems }
}

function parseSection(
  document: Record<string, unknown> | null | undefined,
  anchors: ReadonlyMap<string, string>,
): { section?: z.output<(typeof sectionSchemas)[keyof typeof sectionSchemas]>; problems: Problem[] } {
  if (!document) {
    return {
      problems: [{ path: '', message: 'refers to a section that does not exist or is not published' }],
    }
  }
  const kind = document._type
  if (!isSectionKind(kind)) {
    return { problems: [{ path: '', message: `is of a kind this page does not know: "${String(kind)}"` }] }
  }
  const section = sectionSchemas[kind].safeParse(document)
  if (!section.success) return { problems: problemsOf(section.error, document) }
  const holder = anchors.get(section.data.anchor)
  if (holder !== undefined) {
    return {
      problems: [
        { path: 'anchor', message: `"${section.data.anchor}" already leads to "${holder}": choose another` },
      ],
    }
  }
  return { section: section.data, problems: [] }
}

/** The error's issues as problems whose paths address array items by `_key`, as the Studio does. */
function problemsOf(error: z.ZodError, root: unknown, prefix: PropertyKey[] = []): Problem[] {
  return error.issues.map((issue) => ({
    path: sanityPath([...prefix, ...issue.path], root),
    message: issue.message,
  }))
}

function sanityPath(segments: readonly PropertyKey[], root: unknown): string {
  let node: unknown = root
  let path = ''
  for (const segment of segments) {
    node =
      typeof node === 'object' && node !== null ? (node as Record<PropertyKey, unknown>)[segment] : undefined
    if (typeof segment === 'number') {
      const itemKey = (node as { _key?: unknown } | null | undefined)?._key
      path += typeof itemKey === 'string' ? `[_key=="${itemKey}"]` : `[${segment}]`
    } else {
      path += path === '' ? String(segment) : `.${String(segment)}`
    }
  }
  return path
}

/**
 * The latest `_updatedAt` of a document that changed after it was created. An import or an install writes both at once; publishing
 * from the Studio keeps `_createdAt` and moves `_updatedAt`.
 */
function latestPublication(documents: readonly z.output<typeof timestamps>[]): string | undefined {
  return documents
    .filter(({ _createdAt, _updatedAt }) => _updatedAt && _updatedAt !== _createdAt)
    .map(({ _updatedAt }) => _updatedAt as string)
    .toSorted()
    .at(-1)
}
