import type { PhrasingContent, RootContent } from 'mdast'
import {
  addressText,
  ageOf,
  confirmedLine,
  dateIn,
  reviewOf,
  availabilityOf,
  directionOf,
  headingOf,
  isAvailable,
  languageOf,
  partsOf,
  textOfWords,
  wordsIn,
  type Section,
  type SectionKind,
} from '#lib/manual/index.ts'
import { heading, link, list, maybeLink, paragraph, proseNodes, text, written } from './markdown-nodes.ts'
import type { Period } from '#lib/editions/period.ts'
import { fill } from '#lib/manual/words.ts'
import { titleBlockCells, descriptionOf, titleOf, type FormatInput } from './input.ts'

/** Writes the entries of a section. `mark` returns an entry's number, as in "§ 2.4". */
type Writer<Kind extends SectionKind> = (
  section: Section<Kind>,
  mark: (index: number) => string,
  day: { today: string; language: string },
) => RootContent[]

const writers: { [Kind in SectionKind]: Writer<Kind> } = {
  nowSection: (section, mark, day) => [
    ...section.readings.flatMap((reading, index) => [
      heading(3, `${mark(index)} ${reading.activity}: ${reading.subject}`),
      ...sentence(reading.note),
      ...sentence(textOfWords(ageOf(reading, section.review, day)?.words ?? [])),
    ]),
    ...sentence(textOfWords(confirmedLine(section, day.today, day.language))),
  ],
  principlesSection: ({ principles }, mark) =>
    principles.flatMap(({ title, body }, index) => [
      heading(3, `${mark(index)} ${title}`),
      ...sentence(body),
    ]),
  historySection: ({ entries }, mark) =>
    entries.flatMap(({ when, title, body }, index) => [
      heading(3, `${mark(index)} ${when}: ${title}`),
      ...sentence(body),
    ]),
  explorationSection: ({ domains }, mark) =>
    domains.flatMap(({ name, topics }, index) => [
      heading(3, `${mark(index)} ${name}`),
      list(topics.map((topic) => [text(topic)])),
    ]),
  mentalModelsSection: ({ models }, mark, { language }) =>
    models.flatMap(({ from, to, name, body }, index) => [
      heading(3, `${mark(index)} ${from} ${directionOf(language) === 'rtl' ? '←' : '→'} ${to}: ${name}`),
      ...sentence(body),
    ]),
  shelfSection: ({ shelves }, mark, { language }) =>
    shelves.flatMap(({ name, items }, index) => [
      heading(3, `${mark(index)} ${name}`),
      items.length === 0
        ? paragraph(text(wordsIn(language).emptyShelf))
        : list(
            items.map(({ title, note, href }) => [
              maybeLink(href, title),
              ...(note ? [plain(': '), text(note)] : []),
            ]),
          ),
    ]),
  proseSection: ({ body }) => proseNodes(body),
}

const plain = (value: string): PhrasingContent => ({ type: 'text', value })

const sentence = (value: string | undefined): RootContent[] => (value ? [paragraph(text(value))] : [])

/** The given items on one line, separated by dots; nothing if all are `undefined`. */
function line(items: readonly (PhrasingContent[] | undefined)[]): RootContent[] {
  const said = items.filter((item) => item !== undefined)
  const children = said.flatMap((item, at) => (at > 0 ? [plain(' · '), ...item] : item))
  return children.length > 0 ? [paragraph(...children)] : []
}

/** The manual as Markdown: the text of the page, in its order, with its numbers and addresses. */
export function markdownOf(published: FormatInput): string {
  const { manual, siteUrl, today, edition, past } = published
  const language = languageOf(manual.opening)
  const page = past ? `${siteUrl}/editions/${past.edition.number}` : `${siteUrl}/`
  const words = wordsIn(language)
  const missing = past ? words.notAvailableThen : words.notAvailableNow
  return written([
    ...(past ? pastNodes(past, siteUrl, language) : []),
    ...openingNodes(published),
    ...partsOf(manual).flatMap((part) =>
      isAvailable(part)
        ? sectionOf(part, page, { today, language })
        : [paragraph(text(`§ ${part.number} ${missing}`))],
    ),
    { type: 'thematicBreak' },
    list([
      ...(edition ? [[text(`${words.edition}: ${edition.number}`)]] : []),
      ...titleBlockCells(published).map(({ name, text: value }) => [text(`${name}: ${value}`)]),
    ]),
  ])
}

/** A paragraph for an earlier edition: when it was current, with a link to the current one. */
function pastNodes({ edition, from, to, current }: Period, siteUrl: string, language: string): RootContent[] {
  const words = wordsIn(language)
  const sentence = fill(to ? words.thisIsHowItRead : words.thisIsHowItReads, {
    from: dateIn(language, 'long', from),
    to: to ? dateIn(language, 'long', to) : '',
  }).join('')
  const isCurrent = current.number === edition.number
  return [
    paragraph(
      text(`${words.edition} ${edition.number}. ${sentence}`),
      plain(' '),
      link(`${siteUrl}/`, words.editionIsCurrent.replace('{number}', String(current.number))),
      ...(isCurrent
        ? []
        : [
            plain(', '),
            link(`${siteUrl}/editions/${edition.number}..${current.number}`, words.thisHasChangedSince),
          ]),
      plain('.'),
    ),
  ]
}

function openingNodes({ manual: { opening }, today }: FormatInput): RootContent[] {
  const { kicker, name, introduction = [], contact, profiles = [] } = opening
  const availability = availabilityOf(opening, today)
  const details = [availability?.mark?.word, availability?.until].filter(Boolean).join(', ')
  return [
    ...line([
      opening.identity ? [text(opening.identity)] : undefined,
      availability && [
        maybeLink(availability.href, availability.text),
        ...(details ? [plain(` (${details})`)] : []),
      ],
    ]),
    ...sentence(kicker),
    heading(1, headingOf(opening)),
    ...proseNodes(introduction),
    ...line([
      name ? [text(name)] : undefined,
      contact ? [link(contact, addressText(contact))] : undefined,
      ...profiles.map(({ label, href }) => [link(href, label)]),
    ]),
  ]
}

function sectionOf(section: Section, page: string, day: { today: string; language: string }): RootContent[] {
  const { number, anchor, eyebrow, title, lead } = section
  const mark = (index: number) => `§ ${number}.${index + 1}`
  const write = writers[section._type] as Writer<SectionKind>
  return [
    paragraph(link(`${page}#${anchor}`, `§ ${number} ${eyebrow}`)),
    heading(2, title ?? eyebrow),
    ...sentence(lead),
    ...write(section, mark, day),
    ...sentence(textOfWords(reviewOf(section, day).words)),
  ]
}

/**
 * `/llms.txt` (llmstxt.org): a summary of the site, links to its sections and to the formats that suit
 * machines best.
 */
export function llmsTextOf({ manual: { opening, sections }, siteUrl, edition }: FormatInput): string {
  const description = descriptionOf(opening)
  const words = wordsIn(languageOf(opening))
  return written([
    heading(1, titleOf(opening)),
    ...(description ? [{ type: 'blockquote' as const, children: [paragraph(text(description))] }] : []),
    heading(2, words.theManual),
    list([
      [link(`${siteUrl}/manual.md`, 'Markdown'), plain(`: ${words.asText}`)],
      [link(`${siteUrl}/manual.json`, 'JSON'), plain(`: ${words.asData}`)],
      ...(edition
        ? [
            [
              link(`${siteUrl}/editions`, words.editions),
              plain(
                `: ${words.aboutEditions
                  .replace('{number}', String(edition.number))
                  .replace('{date}', dateIn(languageOf(opening), 'long', edition.date))}`,
              ),
            ],
          ]
        : []),
    ]),
    ...(sections.length > 0
      ? [
          heading(2, words.itsSections),
          list(
            sections.map(({ number, anchor, eyebrow, title, lead }) => {
              const about = title ?? lead
              return [
                link(`${siteUrl}/#${anchor}`, `§ ${number} ${eyebrow}`),
                ...(about ? [plain(': '), text(about)] : []),
              ]
            }),
          ),
        ]
      : []),
  ])
}
