import { JSDOM } from 'jsdom'
import { marked } from 'marked'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { ManualPage } from '#components/manual-page.tsx'
import { jsonOf, markdownOf, type FormatInput } from '#lib/formats/index.ts'
import { parseManual, revisionOf } from '#lib/manual/index.ts'
import { seedDocuments, type SeedDocument } from '#sanity/seed/index.ts'
import { answerOf, filledDocuments } from './support.ts'

async function publish(documents: readonly SeedDocument[]): Promise<FormatInput> {
  const { manual, problems } = parseManual(await answerOf(documents))
  expect(problems).toEqual([])
  return { manual, revision: revisionOf(manual), siteUrl: 'https://example.org', today: '2026-11-25' }
}

const sentencesIn = (text: string) =>
  [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text.replace(/\s+/g, ' ').trim())].map(
    ({ segment }) => segment.trim(),
  )

/** The author's sentences, in the order of the data: all texts in `/manual.json`. */
function sentencesOfJson(published: FormatInput): string[] {
  const notText =
    /^(_.*|url|revision|published|anchor|number|href|style|marks|contact|since|confirmed|ongoing|statement|record|language|state|until|review|level|listItem)$/
  const texts: string[] = []
  const collect = (node: unknown) => {
    if (typeof node === 'string') texts.push(node)
    else if (Array.isArray(node)) node.forEach(collect)
    else if (typeof node === 'object' && node !== null) {
      const { children } = node as { children?: { text: string }[] }
      // The spans of a paragraph are one text.
      if (children) texts.push(children.map(({ text }) => text).join(''))
      else for (const [key, value] of Object.entries(node)) if (!notText.test(key)) collect(value)
    }
  }
  collect(JSON.parse(jsonOf(published)))
  return texts.flatMap(sentencesIn)
}

const textOf = (html: string, selector: string) => {
  const { document } = new JSDOM(html).window
  for (const element of document.querySelectorAll('nav, [href="#_text"], fieldset, dl, [aria-hidden]'))
    element.remove()
  for (const block of document.querySelectorAll('p, h1, h2, h3, li, a:not(p a), span, dt, dd'))
    block.append(' ')
  const parts = [...document.querySelectorAll(selector)].map((element) => element.textContent)
  return parts.join(' ').replace(/\s+/g, ' ').trim()
}

const forms = {
  html: ({ manual, revision, siteUrl, today }: FormatInput) =>
    textOf(renderToStaticMarkup(createElement(ManualPage, { manual, revision, siteUrl, today })), 'body'),
  markdown: (published: FormatInput) => textOf(marked.parse(markdownOf(published), { async: false }), 'body'),
}

/** What a format adds to the author's words: numbers, signs, the title block, the age of readings. */
const apparatus =
  /§ \d+(\.\d+)?|[→·:]|\b(Document|Owner|Revision|Date|Status|Sheet|Address|Other forms|Markdown|JSON|llms\.txt|Current)\b|Nothing on this shelf\.|(\d+ of \d+ |All )?[Cc]onfirmed (on|since) (20 November|2 March) 2026\.|since (January|March|November) \d{4}|(not )?confirmed( since( then)?)?|[Tt]o be looked at every month|\d{1,2} (Nov|Mar) \d{4}|[()]|until \d+ Dec 2026|limited,/g

/** The differences between the formats: one line for each text that is only in some of them. */
function disagreements(published: FormatInput): string[] {
  const sentences = sentencesOfJson(published)
  const longestFirst = sentences.toSorted((a, b) => b.length - a.length)
  // Sections and their titles, which must be in this order.
  const headings = published.manual.sections.flatMap(({ eyebrow, title = eyebrow }) => [eyebrow, title])
  return Object.entries(forms).flatMap(([form, write]) => {
    const text = write(published)
    const rest = longestFirst
      .reduce((left, sentence) => left.replaceAll(sentence, ' '), text)
      .replaceAll(published.revision, ' ')
      .replaceAll(/(https:\/\/)?example\.org\/?|ada@example\.org/g, ' ')
      .replace(apparatus, ' ')
      .trim()
    let from = 0
    const misplaced = headings.filter((heading) => {
      const at = text.indexOf(heading, from)
      from = Math.max(from, at)
      return at < 0
    })
    return [
      ...sentences.filter((sentence) => !text.includes(sentence)).map((text) => `${form} lacks: ${text}`),
      ...(rest ? [`${form} alone says: ${rest}`] : []),
      ...misplaced.map((text) => `${form} has it elsewhere: ${text}`),
    ]
  })
}

describe('HTML, Markdown and JSON have the same sentences', () => {
  it('for the seed', async () => {
    const published = await publish(seedDocuments())
    expect(sentencesOfJson(published).length).toBeGreaterThan(50)
    expect(disagreements(published)).toEqual([])
  })

  it('for a person with contact, profiles, dates, links and marks', async () => {
    const published = await publish(
      seedDocuments().map((document) => {
        if (document._id === 'manual') {
          return {
            ...document,
            name: 'Ada Löwe',
            contact: 'mailto:ada@example.org',
            profiles: [{ _key: 'p', label: 'Code_base', href: 'https://code.example.net/ada_(1)' }],
          }
        }
        if (document._id === 'now') {
          const readings = document.readings as object[]
          return {
            ...document,
            readings: [
              { ...readings[0], since: '2026-01-10', confirmed: '2026-11-20' },
              { ...readings[1], since: '2026-03-01', confirmed: '2026-03-02' },
              { ...readings[2], since: '2026-03-01' },
              readings[3],
            ],
          }
        }
        if (document._id === 'writing') return { ...document, body: markedProse }
        return document
      }),
    )
    expect(disagreements(published)).toEqual([])
  })

  it('for every existing field, including lists and code', async () => {
    expect(disagreements(await publish(filledDocuments()))).toEqual([])
  })

  it('for words that look like markup', async () => {
    const awkward = [
      '# not a heading',
      '- not a list',
      '1. not the first of two',
      '2) nor this',
      '> nobody said this',
      '+ and = are signs, so is *this* and _that_ and snake_case_names',
      '[no link](nowhere) and ![no image](x.png) and <b>no tag</b> &amp; no entity &copy;',
      '`no code` ~~not struck~~ a \\ backslash and a | bar',
      '--- and === and ***',
      'C# and F #',
      'Ends in a number sign #',
      'Привет, 你好。 السلام 👩‍💻',
    ]
    const published = await publish(
      seedDocuments().map((document) =>
        document._id === 'principles'
          ? {
              ...document,
              principles: awkward.map((text, index) => ({ _key: `k${index}`, title: text, body: text })),
            }
          : document._id === 'exploration'
            ? { ...document, domains: [{ _key: 'd', name: 'Awkward', topics: awkward }] }
            : document,
      ),
    )
    expect(disagreements(published)).toEqual([])
  })
})

it('Markdown of any prose has the same words, links and marks as the page', async () => {
  // The same sequence in every run.
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((seed / 2 ** 31) * below)
  }
  const pieces = [
    'a',
    'Wort',
    ' ',
    '!',
    '[',
    ']',
    '(',
    ')',
    '*',
    '**',
    '_',
    '&',
    'amp;',
    '<',
    '>',
    '`',
    '~~',
    '#',
    '1.',
    '-',
    '\\n',
    '|',
    '\\',
    ':',
    '“',
    'é',
    '好',
    'https://example.org',
    '!!',
    '=',
    '+',
  ]
  const some = <Item>(items: readonly Item[]) => items[random(items.length)] as Item
  const words = () => Array.from({ length: 1 + random(5) }, () => some(pieces)).join('')
  const marks = [
    [],
    [],
    ['em'],
    ['strong'],
    ['code'],
    ['link'],
    ['em', 'strong'],
    ['link', 'em'],
    ['code', 'link'],
  ]
  const body = Array.from({ length: 400 }, (_, at) => ({
    _key: `p${at}`,
    _type: 'block',
    ...(random(4) === 0 && { listItem: some(['bullet', 'number']), level: 1 + random(4) }),
    markDefs: [{ _key: 'link', _type: 'link', href: 'https://example.net/a_(b)' }],
    children: Array.from({ length: 1 + random(4) }, (_, child) => ({
      ...span(words(), ...some(marks)),
      _key: `${child}`,
    })),
  }))
  const documents = filledDocuments().map((document) =>
    document._id === 'outside' ? { ...document, title: undefined, body } : document,
  )
  const published = await publish(documents)
  const { manual, ...props } = published
  const page = new JSDOM(renderToStaticMarkup(createElement(ManualPage, { manual, ...props }))).window
    .document
  // Marked interprets some asterisks differently from CommonMark.
  const html = micromark(markdownOf(published), {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })
  const read = new JSDOM(html).window.document

  /** The words, each with its marks. */
  function markedWords(root: Element): string[] {
    const texts: string[] = []
    const walker = root.ownerDocument.createTreeWalker(root, 4)
    while (walker.nextNode()) {
      const node = walker.currentNode
      const around = ['em', 'strong', 'code', 'a', 'ul ul', 'ol', 'li'].filter((tag) =>
        node.parentElement?.closest(tag),
      )
      for (const word of (node.textContent ?? '').split(/\s+/))
        if (word) texts.push(`${word} ${around.join()}`)
    }
    return texts
  }
  const ofPage = [...page.querySelectorAll('#outside .prose > *, #outside [class*=prose] > *')].flatMap(
    markedWords,
  )
  const all = [...read.body.children]
  const { number } = manual.sections.find(({ _id }) => _id === 'outside') as { number: number }
  const from = all.findIndex((element) => element.textContent?.trim() === `§ ${number} Eyebrow`)
  const ends = ({ tagName, textContent }: Element) =>
    tagName === 'HR' || textContent?.trim() === `§ ${number + 1} Eyebrow`
  const to = all.findIndex((element, at) => at > from && ends(element))
  const ofMarkdown = all.slice(from + 3, to - 1).flatMap(markedWords)
  expect(ofPage.length).toBeGreaterThan(800)
  expect(ofMarkdown.join('\n')).toBe(ofPage.join('\n'))
})

it('HTML and Markdown have the same title block, except for what only a page has', async () => {
  const [manual, ...sections] = seedDocuments()
  const dates = { _createdAt: '2026-11-01T00:00:00Z', _updatedAt: '2026-11-24T10:00:00Z' }
  const published = await publish([{ ...manual, ...dates, name: 'Ada Löwe' } as SeedDocument, ...sections])
  const { manual: parsed, ...props } = published
  const html = renderToStaticMarkup(createElement(ManualPage, { manual: parsed, ...props }))
  const { document } = new JSDOM(html).window
  const onPage = Object.fromEntries(
    [...document.querySelectorAll('dl > div')].map((cell) => [
      cell.querySelector('dt')?.textContent,
      cell.querySelector('dd')?.textContent,
    ]),
  )
  const ofMarkdown = (markdownOf(published).split('---').at(-1) ?? '').trim().split('\n')
  expect(onPage).toEqual({ Date: '24 Nov 2026', Status: 'Current', Revision: published.revision })
  expect(ofMarkdown).toEqual([
    '- Document: Identity / Operating Manual',
    `- Revision: ${onPage.Revision}`,
    '- Date: 24 November 2026',
    `- Status: ${onPage.Status}`,
    '- Owner: Ada Löwe',
    '- Address: example.org',
  ])
  expect(document.querySelector('header p')?.textContent).toBe('Identity / Operating Manual')
  expect(document.querySelector('.h-card .p-name')?.textContent).toBe('Ada Löwe')
  expect(document.querySelector('footer')?.textContent).toContain('example.org')
})

const span = (text: string, ...marks: string[]) => ({ _key: text, _type: 'span', text, marks })

const markedProse = [
  {
    _key: 'one',
    _type: 'block',
    style: 'normal',
    markDefs: [{ _key: 'link', _type: 'link', href: 'https://example.net/a_(b)?c=[d]' }],
    children: [
      span('Words can be '),
      span('strong', 'strong'),
      span(', '),
      span('“quoted” ', 'em'),
      span('and '),
      span('half', 'strong', 'em'),
      span('way', 'em'),
      span(' inside a '),
      span('li*nk', 'link'),
      span('.'),
    ],
  },
]
