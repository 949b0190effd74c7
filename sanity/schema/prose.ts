import { defineArrayMember, defineField, defineType } from 'sanity'
import { href } from '#lib/manual/fields.ts'
import { parsedAddress } from './parsed.ts'

/**
 * The manual's prose: paragraphs and lists with emphasis, code and links. Nothing that would be lost in
 * print, in Markdown or when read aloud.
 */
export const prose = defineType({
  name: 'prose',
  title: 'Prose',
  type: 'array',
  of: [
    defineArrayMember({
      type: 'block',
      styles: [{ title: 'Paragraph', value: 'normal' }],
      lists: [
        { title: 'Bulleted list', value: 'bullet' },
        { title: 'Numbered list', value: 'number' },
      ],
      marks: {
        decorators: [
          { title: 'Emphasis', value: 'em' },
          { title: 'Strong', value: 'strong' },
          { title: 'Code', value: 'code' },
        ],
        annotations: [
          defineArrayMember({
            name: 'link',
            title: 'Link',
            type: 'object',
            fields: [
              defineField({
                name: 'href',
                title: 'Address',
                type: 'url',
                description: 'Required. Where the words lead: https://…, mailto:… or tel:…',
                validation: parsedAddress(href),
              }),
            ],
          }),
        ],
      },
    }),
  ],
})
