import { defineArrayMember, defineField, defineType } from 'sanity'
import { sectionSchemas } from '#lib/manual/sections.ts'
import { parsedBy } from './parsed.ts'
import { counted, defineSection, entryOf } from './section.ts'
import { text } from './text.ts'

const { entries } = sectionSchemas.historySection.shape
const parsers = entryOf(entries)

const historyEntry = defineType({
  name: 'historyEntry',
  title: 'Shift',
  type: 'object',
  description: 'A point at which the questions changed.',
  fields: [
    defineField({
      name: 'when',
      title: 'When',
      type: 'string',
      description: 'Required. As it appears in the margin: a year, a span of years, or “Now”.',
      placeholder: '2024',
      validation: parsedBy(parsers.when),
    }),
    defineField({
      name: 'title',
      title: 'Title',
      type: 'string',
      description: 'Required. What happened, in the past tense.',
      validation: parsedBy(parsers.title),
    }),
    defineField({
      name: 'body',
      title: 'Body',
      type: 'text',
      rows: 3,
      description: 'Required. Which questions it opened up.',
      validation: parsedBy(parsers.body),
    }),
    defineField({
      name: 'ongoing',
      title: 'Still going on',
      type: 'boolean',
      description: 'The timeline stays open at this entry.',
      initialValue: false,
      validation: parsedBy(parsers.ongoing),
    }),
  ],
  preview: {
    select: { when: 'when', title: 'title', body: 'body' },
    prepare: ({ when, title, body }) => ({
      title: [text(when), text(title)].filter(Boolean).join(' · ') || 'Untitled shift',
      subtitle: text(body) ?? '',
    }),
  },
})

export const history = {
  section: defineSection({
    kind: 'historySection',
    title: 'History',
    description: 'A timeline of shifts in attention, read downwards, rather than a list of positions.',
    summary: { field: 'entries', of: counted('shift') },
    fields: [
      defineField({
        name: 'entries',
        title: 'Shifts',
        type: 'array',
        description: 'A shift is a point at which your questions changed. The oldest comes first.',
        of: [defineArrayMember({ type: historyEntry.name })],
        validation: parsedBy(entries),
      }),
    ],
  }),
  entries: [historyEntry],
}
