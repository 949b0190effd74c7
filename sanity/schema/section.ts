import {
  defineField,
  defineType,
  getPublishedId,
  type CustomValidator,
  type FieldDefinition,
  type PreviewConfig,
  type PreviewValue,
  type ValidationContext,
} from 'sanity'
import type { z } from 'zod'
import { sectionKinds, sectionSchemas, type SectionKind } from '#lib/manual/sections.ts'
import { apiVersion } from '#sanity/content/api-version.ts'
import { isEmpty } from './empty.ts'
import { icons } from './icons.tsx'
import { parsedBy } from './parsed.ts'
import { text } from './text.ts'

/** The parsers of the entries in a list field of a section, field by field. */
type EntryShape<List> =
  List extends z.ZodArray<infer Entry> ? (Entry extends z.ZodObject<infer Shape> ? Shape : never) : never

/** `entryOf(sectionSchemas.nowSection.shape.readings).subject`: the parser of one field of an entry. */
export const entryOf = <List extends z.ZodArray<z.ZodObject>>(list: List) =>
  list.element.shape as EntryShape<List>

interface SectionDefinition<Kind extends SectionKind> {
  kind: Kind
  /** The kind's name in the Studio. */
  title: string
  description: string
  /** The fields of this kind. They come first in the form, since they change most often. */
  fields: FieldDefinition[]
  /** The fields of this kind that say how its title is set: they come after the title. */
  titleFields?: FieldDefinition[]
  /** The field that sums up the section in lists, and its text there. */
  summary: { field: string; of: (content: unknown) => string | undefined }
}

/** The document type of a section kind: the fields that every section has, and those of this kind. */
export function defineSection<Kind extends SectionKind>({
  kind,
  title,
  description,
  fields,
  titleFields = [],
  summary,
}: SectionDefinition<Kind>) {
  const { eyebrow, title: heading, lead, anchor, review } = sectionSchemas[kind].shape
  const { confirmed } = sectionSchemas[kind].shape as { confirmed?: z.ZodType }
  return defineType({
    name: kind,
    title,
    type: 'document',
    icon: icons[kind],
    description,
    // Above a form, Sanity says the name and the kind, below the name in the pane: our form has one heading.
    __experimental_formPreviewTitle: false,
    fieldsets: [
      {
        name: 'frame',
        title: 'Name, heading, address and rhythm',
        options: { collapsible: true, collapsed: true },
      },
    ],
    fields: [
      ...fields,
      defineField({
        name: 'eyebrow',
        title: 'Name',
        type: 'string',
        fieldset: 'frame',
        description:
          'Required. What the section is called, in the contents and beside its number. One to three words.',
        validation: parsedBy(eyebrow),
      }),
      defineField({
        name: 'title',
        title: 'Title',
        type: 'string',
        fieldset: 'frame',
        description: 'The heading, as a statement rather than a label. Without one, the name is the heading.',
        validation: parsedBy(heading),
      }),
      ...titleFields.map((field) => ({ ...field, fieldset: 'frame' })),
      defineField({
        name: 'lead',
        title: 'Lead',
        type: 'text',
        fieldset: 'frame',
        rows: 2,
        description: 'A sentence under the heading that says how to read what follows.',
        validation: parsedBy(lead),
      }),
      defineField({
        name: 'anchor',
        title: 'Anchor',
        type: 'string',
        fieldset: 'frame',
        description:
          'Required. The end of the address that leads here: “now” makes it /#now. Choose it once; links that people share depend on it.',
        validation: (rule) => [
          ...parsedBy(anchor)(rule),
          rule.custom(leadsHereOnly),
          rule.custom(isAsPublished).warning(),
        ],
      }),
      defineField({
        name: 'review',
        title: 'Review rhythm',
        type: 'string',
        fieldset: 'frame',
        description: 'How often you want to look at this section again. Without a choice: never.',
        options: {
          list: [
            { title: 'Every week', value: 'weekly' },
            { title: 'Every month', value: 'monthly' },
            { title: 'Every quarter', value: 'quarterly' },
            { title: 'Every year', value: 'yearly' },
          ],
        },
        validation: parsedBy(review),
      }),
      // Not in Now, where each reading has one.
      ...(confirmed
        ? [
            defineField({
              name: 'confirmed',
              title: 'Confirmed',
              type: 'date',
              fieldset: 'frame',
              description: 'The day you last looked at this section and found it still true.',
              validation: parsedBy(confirmed),
            }),
          ]
        : []),
    ],
    preview: {
      select: { eyebrow: 'eyebrow', heading: 'title', content: summary.field },
      prepare: ({ eyebrow: name, heading: statement, content }): PreviewValue => ({
        title: text(name) ?? text(statement) ?? title,
        subtitle:
          summary.of(content) ??
          (isEmpty(content) || Array.isArray(content) ? 'Nothing in it yet' : 'It cannot be read'),
      }),
    } satisfies PreviewConfig,
  })
}

const leadsHereOnly: CustomValidator<string | undefined> = async (anchor, context) => {
  const { document } = context
  if (!anchor || !document) return true
  const holder = await ask<{ eyebrow?: string; _id: string } | null>(
    context,
    '*[_type in $kinds && anchor == $anchor && !(_id in [$id, "drafts." + $id])][0]{_id, eyebrow}',
    { kinds: sectionKinds, anchor, id: getPublishedId(document._id) },
  )
  return holder
    ? `“${anchor}” already leads to “${holder.eyebrow ?? 'another section'}”: choose another`
    : true
}

const isAsPublished: CustomValidator<string | undefined> = async (anchor, context) => {
  const { document } = context
  if (!anchor || !document) return true
  const published = await ask<string | null>(context, '*[_id == $id][0].anchor', {
    id: getPublishedId(document._id),
  })
  return !published || published === anchor ? true : `Publishing this breaks shared links to /#${published}`
}

/** Milliseconds. The Studio complains on the console of a validation that takes 5 seconds. */
const patienceMs = 4000

/**
 * Asks the Content Lake. `undefined` without an answer, as in an outage: then nothing can be published either, and the
 * author, who writes on, can do nothing about it in this field.
 */
async function ask<Answer>(
  { getClient, signal }: ValidationContext,
  query: string,
  params: Record<string, unknown>,
): Promise<Answer | undefined> {
  const client = getClient({ apiVersion }).withConfig({ perspective: 'raw' })
  const late = AbortSignal.timeout(patienceMs)
  // The validation of an older text is aborted: waiting for its answer would hold up the next one.
  const ended = signal ? AbortSignal.any([signal, late]) : late
  try {
    return await client.fetch<Answer>(query, params, { tag: 'anchor', signal: ended })
  } catch {
    return undefined
  }
}

/** "1 reading", "4 readings"; `undefined` if the list is empty. */
export const counted =
  (singular: string, plural = `${singular}s`) =>
  (list: unknown) =>
    Array.isArray(list) && list.length > 0
      ? `${list.length} ${list.length === 1 ? singular : plural}`
      : undefined
