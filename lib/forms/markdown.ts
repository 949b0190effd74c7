import {
  addressText,
  ageOf,
  headingOf,
  type Manual,
  type Section,
  type SectionKind,
} from '#lib/manual/index.ts'
import { escapeText, linkTo, paragraphs } from './markdown-text.ts'
import { cellsOfPublished, descriptionOf, titleOf, type Published } from './published.ts'

/** A block of Markdown; `undefined` for one that has nothing to say. */
type Block = string | undefined

/** The entries of a section; `mark` is an entry's number, as in "§ 2.4". */
type Writer<Kind extends SectionKind> = (
  section: Section<Kind>,
  mark: (index: number) => string,
  today: string,
) => Block[]

const writers: { [Kind in SectionKind]: Writer<Kind> } = {
  nowSection: ({ readings }, mark, today) =>
    readings.flatMap((reading, index) => [
      `### ${mark(index)} ${escapeText(reading.activity)}: ${escapeText(reading.subject)}`,
      reading.note && escapeText(reading.note),
      ageOf(reading, today)
        ?.words.map((word) => (typeof word === 'string' ? word : word.text))
        .join(''),
    ]),
  principlesSection: ({ principles }, mark) =>
    principles.flatMap(({ title, body }, index) => [
      `### ${mark(index)} ${escapeText(title)}`,
      escapeText(body),
    ]),
  historySection: ({ entries }, mark) =>
    entries.flatMap(({ when, title, body }, index) => [
      `### ${mark(index)} ${escapeText(when)}: ${escapeText(title)}`,
      escapeText(body),
    ]),
  explorationSection: ({ domains }, mark) =>
    domains.flatMap(({ name, topics }, index) => [
      `### ${mark(index)} ${escapeText(name)}`,
      list(topics.map(escapeText)),
    ]),
  mentalModelsSection: ({ models }, mark) =>
    models.flatMap(({ from, to, name, body }, index) => [
      `### ${mark(index)} ${escapeText(from)} → ${escapeText(to)}: ${escapeText(name)}`,
      escapeText(body),
    ]),
  shelfSection: ({ shelves }, mark) =>
    shelves.flatMap(({ name, items }, index) => [
      `### ${mark(index)} ${escapeText(name)}`,
      items.length === 0
        ? 'Nothing on this shelf.'
        : list(
            items.map(({ title, note, href }) =>
              [href ? linkTo(href, escapeText(title)) : escapeText(title), note && escapeText(note)]
                .filter(Boolean)
                .join(': '),
            ),
          ),
    ]),
  proseSection: ({ body }) => paragraphs(body),
}

const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n')

/** The manual as Markdown: what the page says, in the page's order, with its numbers and addresses. */
export function markdownOf(published: Published): string {
  const { manual, siteUrl, today } = published
  return document([
    ...opening(manual),
    ...manual.sections.flatMap((section) => sectionOf(section, siteUrl, today)),
    '---',
    list(cellsOfPublished(published).map(([label, value]) => `${label}: ${escapeText(value)}`)),
  ])
}

function opening({ identity }: Manual): Block[] {
  const { availability, kicker, name, introduction = [], contact, profiles = [] } = identity
  const line = [
    identity.identity && escapeText(identity.identity),
    availability && maybeLink(availability.href, availability.text),
  ]
  const reach = [
    name && escapeText(name),
    contact && linkTo(contact, escapeText(addressText(contact))),
    ...profiles.map(({ label, href }) => maybeLink(href, label)),
  ]
  return [
    line.filter(Boolean).join(' · '),
    kicker && escapeText(kicker),
    `# ${escapeText(headingOf(identity))}`,
    ...paragraphs(introduction),
    reach.filter(Boolean).join(' · '),
  ]
}

function sectionOf(section: Section, siteUrl: string, today: string): Block[] {
  const { number, anchor, eyebrow, title, lead } = section
  const mark = (index: number) => `§ ${number}.${index + 1}`
  const write = writers[section._type] as Writer<SectionKind>
  return [
    linkTo(`${siteUrl}/#${anchor}`, `§ ${number} ${escapeText(eyebrow)}`),
    `## ${escapeText(title ?? eyebrow)}`,
    lead && escapeText(lead),
    ...write(section, mark, today),
  ]
}

/**
 * `/llms.txt` (llmstxt.org): what this site is, where its sections are, and which forms suit machines best.
 */
export function llmsTextOf({ manual: { identity, sections }, siteUrl }: Published): string {
  const description = descriptionOf(identity)
  return document([
    `# ${escapeText(titleOf(identity))}`,
    description && `> ${escapeText(description)}`,
    '## The manual',
    list([
      `${linkTo(`${siteUrl}/manual.md`, 'Markdown')}: all of it, as text`,
      `${linkTo(`${siteUrl}/manual.json`, 'JSON')}: all of it, as data, with its revision`,
    ]),
    sections.length > 0 ? '## Its sections' : undefined,
    list(
      sections.map(({ number, anchor, eyebrow, title, lead }) => {
        const link = linkTo(`${siteUrl}/#${anchor}`, `§ ${number} ${escapeText(eyebrow)}`)
        const about = title ?? lead
        return about ? `${link}: ${escapeText(about)}` : link
      }),
    ),
  ])
}

const maybeLink = (href: string | undefined, text: string) =>
  href ? linkTo(href, escapeText(text)) : escapeText(text)

const document = (blocks: readonly Block[]) => `${blocks.filter(Boolean).join('\n\n')}\n`
