import { defineArrayMember, defineField, defineType } from 'sanity'
import { identityFields } from '#lib/manual/manual.ts'
import { sectionKinds } from '#lib/manual/sections.ts'
import { ManualIcon } from './icons.tsx'
import { parsedAddress, parsedBy } from './parsed.ts'
import { prose } from './prose.ts'
import { text } from './section.ts'

const availabilityParsers = identityFields.availability.in.unwrap().unwrap().shape
const profileParsers = identityFields.profiles.in.unwrap().unwrap().element.shape

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
      description: 'Where the line leads, if anywhere: https://… or mailto:…',
      validation: parsedAddress(availabilityParsers.href),
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
      description: 'What the link says.',
      placeholder: 'GitHub',
      validation: parsedBy(profileParsers.label),
    }),
    defineField({
      name: 'href',
      title: 'Address',
      type: 'url',
      description: 'Where it leads: https://… or mailto:…',
      validation: parsedAddress(profileParsers.href),
    }),
  ],
  preview: {
    select: { label: 'label', href: 'href' },
    prepare: ({ label, href }) => ({ title: text(label) ?? 'Which profile?', subtitle: text(href) ?? '' }),
  },
})

/** The one document that the page is made from: what comes before the first section, and the sections in their order. */
const manual = defineType({
  name: 'manual',
  title: 'Manual',
  type: 'document',
  icon: ManualIcon,
  groups: [
    { name: 'opening', title: 'Opening', default: true },
    { name: 'sections', title: 'Sections' },
    { name: 'person', title: 'Person' },
  ],
  fields: [
    defineField({
      name: 'identity',
      title: 'Identity',
      type: 'string',
      group: 'opening',
      description: 'The line at the head of the document, and its name in the title block.',
      placeholder: 'Identity / Operating Manual',
      validation: parsedBy(identityFields.identity),
    }),
    defineField({
      name: 'availability',
      title: 'Availability',
      type: availability.name,
      group: 'opening',
      description: 'A quiet line beside the identity. Keep it true.',
      options: { columns: 2 },
      validation: parsedBy(identityFields.availability),
    }),
    defineField({
      name: 'kicker',
      title: 'Kicker',
      type: 'string',
      group: 'opening',
      description: 'A few words above the headline that say what this document is.',
      validation: parsedBy(identityFields.kicker),
    }),
    defineField({
      name: 'headline',
      title: 'Headline',
      type: 'string',
      group: 'opening',
      description: 'The one sentence readers should take away.',
      validation: parsedBy(identityFields.headline),
    }),
    defineField({
      name: 'introduction',
      title: 'Introduction',
      type: prose.name,
      group: 'opening',
      description: 'A paragraph or two: what you do, and what this page is.',
      validation: parsedBy(identityFields.introduction),
    }),
    defineField({
      name: 'sections',
      title: 'Sections',
      type: 'array',
      group: 'sections',
      description:
        'The page from top to bottom. Drag to change the order; numbers follow. A section taken out of this list leaves the page and keeps its content.',
      of: [
        defineArrayMember({
          type: 'reference',
          title: 'Section',
          to: sectionKinds.map((type) => ({ type })),
          // A section may be unpublished while it stands in this list: it leaves the page, and keeps its place for its return.
          weak: true,
        }),
      ],
      validation: (rule) => rule.unique().error('This section is already on the page'),
    }),
    defineField({
      name: 'name',
      title: 'Name',
      type: 'string',
      group: 'person',
      description: 'Yours, if the manual should carry your name.',
      validation: parsedBy(identityFields.name),
    }),
    defineField({
      name: 'contact',
      title: 'Contact',
      type: 'url',
      group: 'person',
      description: 'How to reach you: mailto:you@example.org or https://…',
      validation: parsedAddress(identityFields.contact),
    }),
    defineField({
      name: 'profiles',
      title: 'Profiles',
      type: 'array',
      group: 'person',
      description: 'Where else you can be found.',
      of: [defineArrayMember({ type: profile.name })],
      validation: parsedBy(identityFields.profiles),
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
