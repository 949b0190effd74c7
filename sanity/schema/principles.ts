import { defineArrayMember, defineField, defineType } from 'sanity'
import { sectionSchemas } from '#lib/manual/sections.ts'
import { parsedBy } from './parsed.ts'
import { counted, defineSection, entryOf } from './section.ts'
import { text } from './text.ts'

const { principles: list } = sectionSchemas.principlesSection.shape
const parsers = entryOf(list)

const principle = defineType({
  name: 'principle',
  title: 'Principle',
  type: 'object',
  description: 'A rule for when the answer is not obvious. It is numbered by its place in the list.',
  fields: [
    defineField({
      name: 'title',
      title: 'Rule',
      type: 'string',
      description: 'Required. Short enough to be quoted.',
      placeholder: 'Make state visible',
      validation: parsedBy(parsers.title),
    }),
    defineField({
      name: 'body',
      title: 'Reason',
      type: 'text',
      rows: 3,
      description: 'Required. What the rule buys, and what it costs.',
      validation: parsedBy(parsers.body),
    }),
  ],
  preview: {
    select: { title: 'title', body: 'body' },
    prepare: ({ title, body }) => ({
      title: text(title) ?? 'Untitled principle',
      subtitle: text(body) ?? '',
    }),
  },
})

export const principles = {
  section: defineSection({
    kind: 'principlesSection',
    title: 'Principles',
    description: 'Numbered rules, each with an address of its own, so that it can be cited.',
    summary: { field: 'principles', of: counted('principle') },
    fields: [
      defineField({
        name: 'principles',
        title: 'Principles',
        type: 'array',
        description: 'Numbered in this order. Drag to change it; the address of each one stays the same.',
        of: [defineArrayMember({ type: principle.name })],
        validation: parsedBy(list),
      }),
    ],
  }),
  entries: [principle],
}
