import { marked } from 'marked'
import { describe, expect, it } from 'vitest'
import {
  descriptionOf,
  jsonOf,
  llmsTextOf,
  markdownOf,
  nowPath,
  jsonLdOf,
  robotsOf,
  sitemapOf,
  titleOf,
  type FormatInput,
} from '#lib/formats/index.ts'
import { ageOf, reviewOf, parseManual, revisionOf, textOfWords, type Section } from '#lib/manual/index.ts'

const siteUrl = 'https://example.org'

function published(
  manual: Record<string, unknown> = {},
  ...sections: Record<string, unknown>[]
): FormatInput {
  const parsed = parseManual({
    _id: 'manual',
    _type: 'manual',
    identity: 'Identity / Operating Manual',
    headline: 'I build <systems> to understand them.',
    ...manual,
    sections: sections.map((document) => ({ _ref: document._id, document })),
  })
  return { manual: parsed.manual, revision: revisionOf(parsed.manual), siteUrl, today: '2026-11-25' }
}

const now = (anchor: string, ...readings: Record<string, unknown>[]) => ({
  _id: anchor,
  _type: 'nowSection',
  eyebrow: 'Now',
  anchor,
  readings: readings.map((reading, index) => ({
    _key: `k${index}`,
    activity: 'Reading',
    subject: 'a book',
    ...reading,
  })),
})

const prose = (...spans: [text: string, ...marks: string[]][]) => [
  {
    _key: 'p',
    _type: 'block',
    markDefs: [{ _key: 'link', _type: 'link', href: 'https://example.net/a_(b)' }],
    children: spans.map(([text, ...marks], index) => ({ _key: `${index}`, _type: 'span', text, marks })),
  },
]

describe('/manual.md', () => {
  const firstParagraph = (...spans: [text: string, ...marks: string[]][]) => {
    const text = markdownOf(published({ introduction: prose(...spans) })).split('\n\n')[2] ?? ''
    return { text, html: marked.parseInline(text, { async: false }) }
  }

  it.each([
    [
      'marks between words as asterisks',
      [['Some '], ['strong', 'strong'], [' and '], ['soft', 'em'], ['.']],
      'Some **strong** and *soft*.',
      'Some <strong>strong</strong> and <em>soft</em>.',
    ],
    ['marks within a word', [['half', 'strong'], ['way']], '**half**way', '<strong>half</strong>way'],
    [
      'spaces outside marks',
      [['One'], [' two ', 'em'], ['three']],
      'One *two* three',
      'One <em>two</em> three',
    ],
    [
      'links with special characters in their address',
      [['A '], ['link', 'link', 'em'], ['.']],
      'A [*link*](https://example.net/a_\\(b\\)).',
      'A <a href="https://example.net/a_(b)"><em>link</em></a>.',
    ],
    [
      'an exclamation mark before a link',
      [['Read this!'], ['link', 'link']],
      'Read this\\![link](https://example.net/a_\\(b\\))',
      'Read this!<a href="https://example.net/a_(b)">link</a>',
    ],
    [
      'an entity that is divided between two spans',
      [['a&', 'strong'], ['amp;']],
      '**a&**&#x61;mp;',
      '<strong>a&amp;</strong>amp;',
    ],
    [
      'code with special characters',
      [['Run '], ['a`b*c*', 'code'], ['.']],
      'Run ``a`b*c*``.',
      'Run <code>a`b*c*</code>.',
    ],
    [
      'a link over several marks as one link',
      [['a '], ['b ', 'link'], ['c', 'link', 'strong'], [' d', 'link']],
      'a [b **c** d](https://example.net/a_\\(b\\))',
      'a <a href="https://example.net/a_(b)">b <strong>c</strong> d</a>',
    ],
    ['line breaks', [['one\n- two']], 'one\\\n\\- two', 'one<br>- two'],
  ] as [string, [string, ...string[]][], string, string][])('writes %s', (_, spans, text, html) => {
    expect(firstParagraph(...spans)).toEqual({ text, html })
  })

  it('ends with the title block', () => {
    expect(
      markdownOf(published({ name: 'Ada', _createdAt: 'a', _updatedAt: '2026-11-24T10:00:00Z' })),
    ).toMatch(
      /---\n\n- Document: Identity \/ Operating Manual\n- Revision: [0-9a-f]{12}\n- Date: 24 November 2026\n- Status: Current\n- Owner: Ada\n- Address: example\.org\n$/,
    )
  })

  it('says how old readings are, in the words of the page', () => {
    const section = now('now', { since: '2026-01-05', confirmed: '2026-02-01' })
    const markdown = markdownOf(published({}, { ...section, review: 'monthly' }))
    expect(markdown).toContain('since January 2026 ·\u00a0not confirmed since 1 Feb 2026')
  })
})

describe('lists in /manual.md', () => {
  const item = (text: string, level: number, listItem = 'bullet') => ({
    _key: text,
    _type: 'block',
    listItem,
    level,
    children: [{ _type: 'span', text }],
  })
  const markdown = (...introduction: object[]) =>
    markdownOf(published({ introduction })).split('\n\n---')[0]?.split('\n\n').slice(2).join('\n\n')

  it('are nested as on the page', () => {
    expect(
      markdown(
        item('one', 3),
        item('two', 1),
        item('# three', 4),
        item('1. four', 1),
        item('first', 1, 'number'),
        item('inner', 2),
        item('second', 1, 'number'),
      ),
    ).toBe('- one\n- two\n  - \\# three\n- 1\\. four\n\n1. first\n   - inner\n2. second')
  })
})

describe('a manual in another language', () => {
  const hebrew = {
    language: 'he',
    availability: { text: 'פתוח', state: 'open', until: '2026-11-30' },
    _createdAt: 'a',
    _updatedAt: '2026-11-24T10:00:00Z',
  }

  it('has dates in that language, in Markdown and everywhere else', () => {
    expect(markdownOf(published({ ...hebrew }))).toMatch(/24 בנובמבר 2026/)
    expect(markdownOf(published({ ...hebrew, language: 'de-AT' }))).toMatch(/Date: 24. November 2026/)
  })

  it('has its language in the formats for machines', () => {
    expect(JSON.parse(jsonLdOf(published(hebrew)))).toMatchObject({ inLanguage: 'he' })
    expect(JSON.parse(jsonOf(published(hebrew)))).toMatchObject({ identity: { language: 'he' } })
  })

  it('has arrows in its reading direction', () => {
    const models = {
      _id: 'm',
      _type: 'mentalModelsSection',
      eyebrow: 'M',
      anchor: 'm',
      models: [{ _key: 'k', from: 'א', to: 'ב', name: 'N', body: 'B' }],
    }
    expect(markdownOf(published(hebrew, models))).toContain('א ← ב')
    expect(markdownOf(published({}, models))).toContain('א → ב')
  })
})

it('availability is shown with its state and its last day, until that day has passed', () => {
  const line = (until: string) =>
    markdownOf(published({ availability: { text: 'Open to talk', state: 'limited', until } })).split('\n')[0]
  expect(line('2026-11-25')).toBe('Identity / Operating Manual · Open to talk (limited, until 25 Nov 2026)')
  expect(line('2026-11-24')).toBe('Identity / Operating Manual · Open to talk (said until 24 Nov 2026)')
})

const principles = {
  _id: 'p',
  _type: 'principlesSection',
  eyebrow: 'P',
  anchor: 'p',
  principles: [{ _key: 'k', title: 'T', body: 'B' }],
  review: 'quarterly',
  confirmed: '2026-11-20',
}

it('a section shows when it was confirmed and how often it is reviewed', () => {
  expect(markdownOf(published({}, principles))).toContain(
    'confirmed 20 Nov 2026 ·\u00a0to be looked at every quarter',
  )
})

it('the rhythm of a section that was never confirmed begins as a sentence', () => {
  const { confirmed: _, ...unconfirmed } = principles
  expect(markdownOf(published({}, unconfirmed))).toContain('\nTo be looked at every quarter\n')
})

describe('the age of a reading', () => {
  type Dates = { since?: string; confirmed?: string }
  const age = (reading: Dates, review?: Section['review'], today: string | undefined = '2026-11-25') =>
    ageOf({ since: undefined, confirmed: undefined, ...reading }, review, { today, language: 'en' })
  const words = (...reading: Parameters<typeof age>) => textOfWords(age(...reading)?.words ?? [])

  it.each([
    [{}, ''],
    [{ since: '2026-11-01' }, 'since November 2026'],
    [{ since: '2020-01-31' }, 'since January 2020'],
    [{ confirmed: '2026-11-20' }, 'confirmed 20 Nov 2026'],
    [{ since: '2026-01-31', confirmed: '2026-11-20' }, 'since January 2026 ·\u00a0confirmed 20 Nov 2026'],
    [{ confirmed: '2026-10-01' }, 'not confirmed since 1 Oct 2026'],
  ])('%j reads "%s", with a monthly review', (reading, said) => expect(words(reading, 'monthly')).toBe(said))

  it.each([
    ['weekly', '2026-11-18'],
    ['monthly', '2026-10-25'],
    ['quarterly', '2026-08-25'],
    ['yearly', '2025-11-24'],
  ] as const)(
    '%s is not overdue for a reading confirmed on %s, and is overdue a day later',
    (review, confirmed) => {
      expect(age({ confirmed }, review)?.isOverdue).toBe(false)
      expect(age({ confirmed }, review, '2026-11-26')?.isOverdue).toBe(true)
    },
  )

  it('is never overdue without a rhythm or a confirmation', () => {
    expect(words({ confirmed: '2001-01-01' })).toBe('confirmed 1 Jan 2001')
    expect(age({ since: '2001-01-01' }, 'weekly')?.isOverdue).toBe(false)
  })

  it('does not depend on the day if the day is unknown', () => {
    const reading = { since: undefined, confirmed: '2001-01-01' }
    const words = ageOf(reading, 'weekly', { today: undefined, language: 'en' })?.words ?? []
    expect(textOfWords(words)).toBe('confirmed 1 Jan 2001')
  })
})

describe('the age of a section', () => {
  it('is overdue when the last confirmation is older than the rhythm allows', () => {
    const [section] = published({}, { ...principles, confirmed: '2026-08-24' }).manual.sections as [Section]
    const attention = (today: string) => reviewOf(section, { today, language: 'en' })
    expect(attention('2026-11-24')).toMatchObject({ isOverdue: false })
    expect(textOfWords(attention('2026-11-25').words)).toBe(
      'not confirmed since 24 Aug 2026 ·\u00a0to be looked at every quarter',
    )
  })
})

describe('/manual.json', () => {
  it('is the view model, with a revision that can be recomputed from it', () => {
    const given = published({}, now('now', {}))
    const data = JSON.parse(jsonOf(given))
    expect(data).toMatchObject({ url: `${siteUrl}/`, revision: given.revision, _id: 'manual' })
    expect(revisionOf({ ...data, opening: data.identity })).toBe(given.revision)
  })

  it('does not reveal whether there is a record', () => {
    expect(jsonOf(published({ record: 'private' }))).not.toMatch(/record|private/)
  })
})

describe('JSON-LD', () => {
  const data = (manual = {}) => JSON.parse(jsonLdOf(published(manual))) as Record<string, unknown>

  it('has a telephone number as telephone, and not in sameAs', () => {
    expect(data({ name: 'Ada', contact: 'TEL:+49-30-123' })).toMatchObject({
      mainEntity: { telephone: '+49-30-123', sameAs: [] },
    })
  })

  it('omits what the author has not written', () => {
    expect(data()).toEqual({
      '@context': 'https://schema.org',
      '@type': 'WebPage',
      '@id': 'https://example.org/',
      url: 'https://example.org/',
      name: 'I build <systems> to understand them.',
      inLanguage: 'en',
    })
  })

  it("is a person's profile if there is a name, and has a date if there was a publication", () => {
    const person = data({
      name: 'Ada',
      contact: 'mailto:ada@example.org?subject=Hello',
      profiles: [{ _key: 'a', label: 'Code', href: 'https://code.example.net/ada' }],
      _createdAt: '2026-11-01T00:00:00Z',
      _updatedAt: '2026-11-24T10:00:00Z',
    })
    expect(person).toMatchObject({
      '@type': 'ProfilePage',
      dateModified: '2026-11-24T10:00:00Z',
      mainEntity: {
        '@type': 'Person',
        name: 'Ada',
        url: 'https://example.org/',
        email: 'mailto:ada@example.org',
        sameAs: ['https://code.example.net/ada'],
      },
    })
  })

  it('cannot end the script element that contains it', () => {
    expect(jsonLdOf(published({ headline: '</script><script>alert(1)</script><!--' }))).not.toContain('<')
  })
})

describe('the other formats', () => {
  it('/now leads to the first Now section, or to the top of a manual without one', () => {
    expect(nowPath(published({}, now('at-present', {}), now('later', {})).manual)).toBe('/#at-present')
    expect(nowPath(published().manual)).toBe('/')
  })

  it('/llms.txt has the structure of llmstxt.org: a heading, a quote, lists of links', () => {
    const text = llmsTextOf(published({ introduction: prose(['Who I am.']) }, now('now', {})))
    expect(marked.lexer(text).flatMap((token) => (token.type === 'space' ? [] : token.type))).toEqual([
      'heading',
      'blockquote',
      'heading',
      'list',
      'heading',
      'list',
    ])
    expect(text).toContain('- [§ 1 Now](https://example.org/#now)')
  })

  it('sitemap.xml has the date of the last publication, if there was one', () => {
    expect(sitemapOf(published())).not.toContain('lastmod')
    expect(sitemapOf(published({ _createdAt: 'a', _updatedAt: '2026-11-24T10:00:00Z' }))).toContain(
      '<loc>https://example.org/</loc><lastmod>2026-11-24T10:00:00Z</lastmod>',
    )
  })

  it('robots.txt excludes crawlers from everything that is not for readers, and names the sitemap', () => {
    const robots = robotsOf(siteUrl, ['/studio', '/lake', '/api'])
    for (const path of ['/studio', '/lake', '/api']) expect(robots).toContain(`Disallow: ${path}\n`)
    expect(robots).toContain('Sitemap: https://example.org/sitemap.xml')
  })

  it('the title and the description use whichever fields are filled in', () => {
    expect(titleOf(published({ name: 'Ada', headline: 'I build.' }).manual.opening)).toBe('Ada: I build.')
    expect(titleOf(published({ headline: null }).manual.opening)).toBe('Identity / Operating Manual')
    expect(descriptionOf(published({ introduction: prose(['One\n'], ['two.']) }).manual.opening)).toBe(
      'One two.',
    )
    expect(descriptionOf(published().manual.opening)).toBeUndefined()
  })
})
