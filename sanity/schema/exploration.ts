import { defineArrayMember, defineField, defineType } from 'sanity'
import { sectionSchemas } from '#lib/manual/sections.ts'
import { parsedBy } from './parsed.ts'
import { counted, defineSection, entryOf } from './section.ts'
import { text } from './text.ts'

const { domains } = sectionSchemas.explorationSection.shape
const parsers = entryOf(domains)

const domain = defineType({
  name: 'domain',
  title: 'Domain',
  type: 'object',
  description: 'A row of the matrix.',
  fields: [
    defineField({
      name: 'name',
      title: 'Name',
      type: 'string',
      description: 'Required. What the topics in this row have in common. One word, if one will do.',
      placeholder: 'Coordination',
      validation: parsedBy(parsers.name),
    }),
    defineField({
      name: 'topics',
      title: 'Topics',
      type: 'array',
      description:
        'Required. What you are curious about in this domain. Rows of the same length are the calmest to read.',
      of: [
        defineArrayMember({ type: 'string', title: 'Topic', validation: parsedBy(parsers.topics.element) }),
      ],
      // As `asList` has it for lists of entries (sanity/studio/forms/entries.tsx), which lists of texts pass by.
      options: { disableActions: ['copy'] },
      validation: parsedBy(parsers.topics),
    }),
  ],
  preview: {
    select: { name: 'name', topics: 'topics' },
    prepare: ({ name, topics }) => ({
      title: text(name) ?? 'Untitled domain',
      subtitle: Array.isArray(topics) ? topics.join(' · ') : '',
    }),
  },
})

export const exploration = {
  section: defineSection({
    kind: 'explorationSection',
    title: 'Exploration areas',
    description: 'A matrix of domains by topics: curiosity, not authority.',
    summary: { field: 'domains', of: counted('domain') },
    fields: [
      defineField({
        name: 'domains',
        title: 'Domains',
        type: 'array',
        description: 'What you are curious about: a row for each domain.',
        of: [defineArrayMember({ type: domain.name })],
        validation: parsedBy(domains),
      }),
    ],
  }),
  entries: [domain],
}
