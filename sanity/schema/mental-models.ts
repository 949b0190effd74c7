import { defineArrayMember, defineField, defineType } from 'sanity'
import { sectionSchemas } from '#lib/manual/sections.ts'
import { parsedBy } from './parsed.ts'
import { counted, defineSection, entryOf } from './section.ts'
import { text } from './text.ts'

const { models } = sectionSchemas.mentalModelsSection.shape
const parsers = entryOf(models)

const mentalModel = defineType({
  name: 'mentalModel',
  title: 'Mental model',
  type: 'object',
  description: 'A transformation, drawn as a line from one word to another, and what it explains.',
  fields: [
    defineField({
      name: 'from',
      title: 'From',
      type: 'string',
      description: 'Required. What you see first.',
      placeholder: 'local',
      validation: parsedBy(parsers.from),
    }),
    defineField({
      name: 'to',
      title: 'To',
      type: 'string',
      description: 'Required. What it turns out to be.',
      placeholder: 'global',
      validation: parsedBy(parsers.to),
    }),
    defineField({
      name: 'name',
      title: 'Name',
      type: 'string',
      description: 'Required. What you call the model.',
      validation: parsedBy(parsers.name),
    }),
    defineField({
      name: 'body',
      title: 'Body',
      type: 'text',
      rows: 3,
      description: 'Required. What it explains, and what to do about it.',
      validation: parsedBy(parsers.body),
    }),
  ],
  preview: {
    select: { from: 'from', to: 'to', name: 'name' },
    prepare: ({ from, to, name }) => ({
      title: `${text(from) ?? '…'} to ${text(to) ?? '…'}`,
      subtitle: text(name) ?? '',
    }),
  },
})

export const mentalModels = {
  section: defineSection({
    kind: 'mentalModelsSection',
    title: 'Mental models',
    description: 'Small models to return to when a system behaves differently from its diagram.',
    summary: { field: 'models', of: counted('model') },
    fields: [
      defineField({
        name: 'models',
        title: 'Models',
        type: 'array',
        description: 'In the order in which you would explain them.',
        of: [defineArrayMember({ type: mentalModel.name })],
        validation: parsedBy(models),
      }),
    ],
  }),
  entries: [mentalModel],
}
