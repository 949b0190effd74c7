import { defineArrayMember, defineField, defineType } from 'sanity'
import { sectionSchemas, shelfItem as itemParsers } from '#lib/manual/sections.ts'
import { parsedAddress, parsedBy } from './parsed.ts'
import { counted, defineSection, entryOf } from './section.ts'
import { text } from './text.ts'

const { shelves } = sectionSchemas.shelfSection.shape
const shelfParsers = entryOf(shelves)

const itemCount = counted('item')

const shelfItem = defineType({
  name: 'shelfItem',
  title: 'Shelf item',
  type: 'object',
  fields: [
    defineField({
      name: 'title',
      title: 'Title',
      type: 'string',
      description: 'Required. What the thing is called.',
      validation: parsedBy(itemParsers.title),
    }),
    defineField({
      name: 'note',
      title: 'Note',
      type: 'text',
      rows: 2,
      description: 'A sentence about this thing.',
      validation: parsedBy(itemParsers.note),
    }),
    defineField({
      name: 'href',
      title: 'Address',
      type: 'url',
      description: 'Where to find out more: https://…, mailto:… or tel:…',
      validation: parsedAddress(itemParsers.href),
    }),
  ],
  preview: {
    select: { title: 'title', note: 'note' },
    prepare: ({ title, note }) => ({ title: text(title) ?? 'Untitled item', subtitle: text(note) ?? '' }),
  },
})

const shelf = defineType({
  name: 'shelf',
  title: 'Shelf',
  type: 'object',
  fields: [
    defineField({
      name: 'name',
      title: 'Name',
      type: 'string',
      description:
        'Required. What you are doing with what is on this shelf: reading it, building it, keeping it at hand.',
      placeholder: 'Reading again',
      validation: parsedBy(shelfParsers.name),
    }),
    defineField({
      name: 'items',
      title: 'Items',
      type: 'array',
      description: 'Without any, readers are told that nothing is on this shelf.',
      of: [defineArrayMember({ type: shelfItem.name })],
      validation: parsedBy(shelfParsers.items),
    }),
  ],
  preview: {
    select: { name: 'name', items: 'items' },
    prepare: ({ name, items }) => ({
      title: text(name) ?? 'Untitled shelf',
      // Below the row of a shelf without a name, it says that nothing is written yet.
      subtitle: itemCount(items) ?? (text(name) ? 'No items yet' : ''),
    }),
  },
})

export const shelfKind = {
  section: defineSection({
    kind: 'shelfSection',
    title: 'Shelf',
    description: 'Books, tools and other things, by what you are doing with them.',
    summary: { field: 'shelves', of: counted('shelf', 'shelves') },
    fields: [
      defineField({
        name: 'shelves',
        title: 'Shelves',
        type: 'array',
        description:
          'A shelf for each thing you do with books, tools and the like: one for what you are reading, one for what you keep at hand.',
        of: [defineArrayMember({ type: shelf.name })],
        validation: parsedBy(shelves),
      }),
    ],
  }),
  entries: [shelf, shelfItem],
}
