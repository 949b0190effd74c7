import { toPlainText } from '@portabletext/react'
import { defineField } from 'sanity'
import { sectionSchemas } from '#lib/manual/sections.ts'
import { parsedBy, parsedProse } from './parsed.ts'
import { prose } from './prose.ts'
import { defineSection } from './section.ts'
import { text } from './text.ts'

const { body, statement } = sectionSchemas.proseSection.shape

export const proseKind = {
  section: defineSection({
    kind: 'proseSection',
    title: 'Prose',
    description: 'Paragraphs under a heading, for what is neither a list nor a table.',
    summary: {
      field: 'body',
      of: (content) => (Array.isArray(content) ? text(toPlainText(content.filter(Boolean))) : undefined),
    },
    fields: [
      defineField({
        name: 'body',
        title: 'Body',
        type: prose.name,
        description: 'Paragraphs and lists, with emphasis, code and links where they help.',
        validation: parsedProse(body),
      }),
    ],
    titleFields: [
      defineField({
        name: 'statement',
        title: 'Set the title as a statement',
        type: 'boolean',
        description: 'The title is set large, as parting words. It suits the last section.',
        initialValue: false,
        validation: parsedBy(statement),
      }),
    ],
  }),
  entries: [prose],
}
