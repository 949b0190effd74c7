import { ALL_FIELDS_GROUP, defineArrayMember, defineField, defineType, type CustomValidator } from 'sanity'
import {
  availability as availabilityParser,
  openingFields,
  profile as profileParsers,
  recordField,
} from '#lib/manual/manual.ts'
import { sectionKinds } from '#lib/manual/sections.ts'
import { ManualIcon } from './icons.tsx'
import { parsedAddress, parsedBy, parsedProse } from './parsed.ts'
import { prose } from './prose.ts'
import { text } from './text.ts'

const availabilityParsers = availabilityParser.shape

const availability = defineType({
  name: 'availability',
  title: 'Availability',
  type: 'object',
  fields: [
    defineField({
      name: 'text',
      title: 'Line',
      type: 'string',
      description: 'What you are open to at present. Without a line, nothing is shown.',
      placeholder: 'Open to conversations',
      validation: parsedBy(availabilityParsers.text),
    }),
    defineField({
      name: 'href',
      title: 'Address',
      type: 'url',
      description: 'Where the line leads, if anywhere: https://…, mailto:… or tel:…',
      validation: parsedAddress(availabilityParsers.href),
    }),
    defineField({
      name: 'state',
      title: 'State',
      type: 'string',
      description: 'The mark beside the line. Without a choice, there is none.',
      options: {
        list: [
          { title: 'Open', value: 'open' },
          { title: 'Limited', value: 'limited' },
          { title: 'Closed', value: 'closed' },
        ],
      },
      validation: parsedBy(availabilityParsers.state),
    }),
    defineField({
      name: 'until',
      title: 'Until',
      type: 'date',
      description: 'The last day you are sure of it. After that day, the line is no longer shown as certain.',
      validation: parsedBy(availabilityParsers.until),
    }),
  ],
})

const profile = defineType({
  name: 'profile',
  title: 'Profile',
  type: 'object',
  fields: [
    defineField({
      name: 'label',
      title: 'Label',
      type: 'string',
      description: 'Required. What the link says.',
      placeholder: 'GitHub',
      validation: parsedBy(profileParsers.label),
    }),
    defineField({
      name: 'href',
      title: 'Address',
      type: 'url',
      description: 'Required. Where it leads: https://…, mailto:… or tel:…',
      validation: parsedAddress(profileParsers.href),
    }),
  ],
  preview: {
    select: { label: 'label', href: 'href' },
    prepare: ({ label, href }) => ({ title: text(label) ?? 'Untitled profile', subtitle: text(href) ?? '' }),
  },
})

/**
 * Reports a section that is listed twice. Compares `_ref` only, since two references to one section may
 * differ otherwise.
 */
const holdsEachOnce: CustomValidator<unknown[] | undefined> = (sections = []) => {
  const refs = sections.map((section) => (section as { _ref?: unknown } | null)?._ref)
  const again = sections.filter((_, at) => typeof refs[at] === 'string' && refs.indexOf(refs[at]) < at)
  if (again.length === 0) return true
  return (again as { _key: string }[]).map(({ _key }) => ({
    message: 'This section is already on the page',
    path: [{ _key }],
  }))
}

/** The document that the page is made from: the opening, and the sections in order. */
const manual = defineType({
  name: 'manual',
  title: 'Manual',
  type: 'document',
  icon: ManualIcon,
  groups: [
    // Hidden, because every field is in another group already.
    { ...ALL_FIELDS_GROUP, hidden: true },
    { name: 'opening', title: 'Opening', default: true },
    { name: 'sections', title: 'Sections' },
    { name: 'person', title: 'Person' },
    { name: 'document', title: 'Document' },
  ],
  fields: [
    defineField({
      name: 'headline',
      title: 'Headline',
      type: 'string',
      group: 'opening',
      description: 'Required. The one sentence readers should take away.',
      validation: parsedBy(openingFields.headline),
    }),
    defineField({
      name: 'identity',
      title: 'Identity',
      type: 'string',
      group: 'opening',
      description: 'Required. What this document is called, at the head of the page.',
      placeholder: 'Identity / Operating Manual',
      validation: parsedBy(openingFields.identity),
    }),
    defineField({
      name: 'availability',
      title: 'Availability',
      type: availability.name,
      group: 'opening',
      description: 'A quiet line at the head of the page. Keep it true.',
      validation: parsedBy(openingFields.availability),
    }),
    defineField({
      name: 'kicker',
      title: 'Kicker',
      type: 'string',
      group: 'opening',
      description: 'A few words above the headline that say what this document is.',
      validation: parsedBy(openingFields.kicker),
    }),
    defineField({
      name: 'introduction',
      title: 'Introduction',
      type: prose.name,
      group: 'opening',
      description: 'A paragraph or two: what you do, and what this page is.',
      validation: parsedProse(openingFields.introduction),
    }),
    defineField({
      name: 'sections',
      title: 'Sections',
      type: 'array',
      group: 'sections',
      description:
        'The page from top to bottom. Drag to change the order; numbers follow. A section taken out of this list leaves the page and keeps its content. For a new one: “Add section”, then “Create…”.',
      of: [
        defineArrayMember({
          type: 'reference',
          title: 'Section',
          to: sectionKinds.map((type) => ({ type })),
          // Weak, so that a section can be unpublished while it is listed: it leaves the page, and keeps its
          // place for when it returns.
          weak: true,
        }),
      ],
      validation: (rule) => rule.custom(holdsEachOnce),
    }),
    defineField({
      name: 'name',
      title: 'Name',
      type: 'string',
      group: 'person',
      description: 'Yours, if the manual should carry your name.',
      validation: parsedBy(openingFields.name),
    }),
    defineField({
      name: 'contact',
      title: 'Contact',
      type: 'url',
      group: 'person',
      description: 'How to reach you: mailto:you@example.org, tel:… or https://…',
      validation: parsedAddress(openingFields.contact),
    }),
    defineField({
      name: 'profiles',
      title: 'Profiles',
      type: 'array',
      group: 'person',
      description: 'Where else you can be found.',
      of: [defineArrayMember({ type: profile.name })],
      validation: parsedBy(openingFields.profiles),
    }),
    defineField({
      name: 'language',
      title: 'Language',
      type: 'string',
      group: 'document',
      description: 'What the manual is written in, as a tag: en, de, pt-BR. Without one: English.',
      placeholder: 'en',
      validation: parsedBy(openingFields.language),
    }),
    defineField({
      name: 'record',
      title: 'Record',
      type: 'string',
      group: 'document',
      description: 'Whether earlier editions are kept, and who sees them. Without a choice, none are kept.',
      options: {
        list: [
          { title: 'Off', value: 'off' },
          { title: 'Private: kept, and seen only here', value: 'private' },
          { title: 'Public: kept, and seen by readers', value: 'public' },
        ],
        layout: 'radio',
      },
      validation: parsedBy(recordField),
    }),
  ],
  preview: {
    select: { headline: 'headline', identity: 'identity' },
    prepare: ({ headline, identity }) => ({
      title: 'Manual',
      subtitle: text(headline) ?? text(identity) ?? 'Begin here: the headline, and the order of the sections',
    }),
  },
})

export const manualTypes = [manual, availability, profile]
