import { defineArrayMember, defineField, defineType } from 'sanity'
import { sectionSchemas } from '#lib/manual/sections.ts'
import { parsedBy } from './parsed.ts'
import { counted, defineSection, entryOf } from './section.ts'
import { text } from './text.ts'

const { readings } = sectionSchemas.nowSection.shape
const parsers = entryOf(readings)

const reading = defineType({
  name: 'reading',
  title: 'Reading',
  type: 'object',
  description: 'One instrument on the panel: what has your attention, and since when.',
  fields: [
    defineField({
      name: 'activity',
      title: 'Activity',
      type: 'string',
      description: 'Required. What you are doing: building, reading, learning.',
      placeholder: 'Currently building',
      validation: parsedBy(parsers.activity),
    }),
    defineField({
      name: 'subject',
      title: 'Subject',
      type: 'string',
      description: 'Required. What it is that you are building, reading or learning, by its name.',
      validation: parsedBy(parsers.subject),
    }),
    defineField({
      name: 'note',
      title: 'Note',
      type: 'text',
      rows: 2,
      description: 'A sentence about why, or what for.',
      validation: parsedBy(parsers.note),
    }),
    defineField({
      name: 'since',
      title: 'Since',
      type: 'date',
      description: 'The day it began. Without a date, none is shown: the manual never makes one up.',
      validation: parsedBy(parsers.since),
    }),
    defineField({
      name: 'confirmed',
      title: 'Confirmed',
      type: 'date',
      description:
        'The day you last found this reading true. Publishing it with other words sets it to that day, and so does “Still true”.',
      validation: parsedBy(parsers.confirmed),
    }),
  ],
  preview: {
    select: { activity: 'activity', subject: 'subject' },
    prepare: ({ activity, subject }) => ({
      title: text(subject) ?? 'Untitled reading',
      subtitle: text(activity) ?? '',
    }),
  },
})

export const now = {
  section: defineSection({
    kind: 'nowSection',
    title: 'Now',
    description: 'An instrument panel: where your attention is at present. Look at it weekly.',
    summary: { field: 'readings', of: counted('reading') },
    fields: [
      defineField({
        name: 'readings',
        title: 'Readings',
        type: 'array',
        description: 'In the order in which they are read. Drag to change it.',
        of: [defineArrayMember({ type: reading.name })],
        validation: parsedBy(readings),
      }),
    ],
  }),
  entries: [reading],
}
