import { defineField, defineType } from 'sanity'
import { dateIn } from '#lib/manual/dates.ts'
import { editionType } from '#lib/editions/stored.ts'
import { text } from './text.ts'

/** The server writes these fields, so no form may. */
const written = { readOnly: true } as const

/**
 * An edition of the record. Its reason is set by the action "Say why" rather than in the form, because the
 * document is live: a form would publish every keystroke.
 */
export const edition = defineType({
  name: editionType,
  title: 'Edition',
  type: 'document',
  liveEdit: true,
  readOnly: true,
  // The Studio's search would list every edition that has the words.
  __experimental_omnisearch_visibility: false,
  fields: [
    defineField({
      name: 'number',
      title: 'Number',
      type: 'number',
      description: 'Counted from 1, without gaps.',
      ...written,
    }),
    defineField({
      name: 'reason',
      title: 'Reason',
      type: 'text',
      rows: 2,
      description: 'Why it was made, for readers. Set it with “Say why”.',
      ...written,
    }),
    defineField({
      name: 'correction',
      title: 'Correction',
      type: 'boolean',
      description:
        'It only puts a mistake right: readers are still shown what the edition before it changed.',
      ...written,
    }),
    defineField({
      name: 'date',
      title: 'Date',
      type: 'datetime',
      description: 'When its latest change was published.',
      ...written,
    }),
    defineField({
      name: 'closesAt',
      title: 'Open until',
      type: 'datetime',
      description: 'What is published before then belongs to it.',
      ...written,
    }),
    defineField({
      name: 'redacted',
      title: 'Redacted',
      type: 'datetime',
      description: 'When a passage was taken out of it.',
      hidden: ({ value }) => !value,
      ...written,
    }),
    ...Object.entries({
      opened: ['datetime', 'When the first change in it was published.'],
      revised: ['datetime', 'When its reason was last changed, or a passage was taken out of it.'],
      withdrawn: ['datetime', 'When what it changed was taken back, while it was open. Its number is free.'],
      followed: ['datetime', 'When the next edition was made: from then on it is not rewritten.'],
      uuid: ['string', 'What identifies it in feeds.'],
      format: ['number', 'The version of the form in which its text is kept.'],
      hash: ['string', 'SHA-256 of its text.'],
      text: ['string', 'The whole manual as it was published.'],
      changes: ['string', 'What it changed.'],
    } as const).map(([name, [type, description]]) =>
      defineField({
        name,
        title: name.replace(/^./, (letter) => letter.toUpperCase()),
        type,
        description,
        hidden: true,
        ...written,
      }),
    ),
  ],
  orderings: [{ title: 'Newest first', name: 'number', by: [{ field: 'number', direction: 'desc' }] }],
  preview: {
    select: { number: 'number', date: 'date', reason: 'reason', correction: 'correction' },
    prepare: ({ number, date, reason, correction }) => ({
      title: [`Edition ${String(number)}`, text(date) && dateIn('en', 'day', String(date))]
        .filter(Boolean)
        .join(', '),
      subtitle:
        text(reason) ??
        (correction ? 'A correction' : number === 1 ? 'The record begins with it' : 'No reason given'),
    }),
  },
})
