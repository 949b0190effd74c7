import { render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { DifferencesPage } from '#components/editions/differences-page.tsx'
import { PastNotice } from '#components/editions/past-notice.tsx'
import { StoryPage } from '#components/editions/story-page.tsx'
import { ManualPage } from '#components/manual-page.tsx'
import { changesOf } from '#lib/editions/changes.ts'
import { differencesOf } from '#lib/editions/differences.ts'
import { noLongerHeld } from '#lib/editions/held.ts'
import { periodOf } from '#lib/editions/period.ts'
import type { Edition } from '#lib/editions/record.ts'
import { manualOf, textOf } from '#lib/editions/text.ts'
import type { Manual } from '#lib/manual/index.ts'
import { manualWith, spoken } from './support.ts'

const seed = manualWith()
const principles = (
  seed.sections[1] as unknown as { principles: { _key: string; title: string; body: string }[] }
).principles
const withRules = (rules: object[], fields: object = {}) =>
  manualWith({ principles: { principles: rules, ...fields } })
const boring = { _key: 'boring', title: 'Prefer Boring Technology', body: 'Choose what has failed already.' }

/** The record of these manuals, oldest first, with further fields for each edition. */
function record(manuals: readonly Manual[], said: readonly Partial<Edition>[] = []): Edition[] {
  return manuals
    .map((manual, at): Edition => {
      const date = new Date(Date.UTC(2026, at, 12, 10)).toISOString()
      const before = manuals[at - 1]
      return {
        number: at + 1,
        opened: date,
        date,
        closesAt: date,
        isCorrection: false,
        changes: changesOf(before && textOf(before), textOf(manual)),
        ...said[at],
      }
    })
    .toReversed()
}

const site = { opening: seed.opening, siteUrl: 'https://example.org' }
const noon = Date.parse('2026-11-26T12:00:00Z')

function story(list: readonly Edition[], links: { earlier?: string; later?: string } = {}) {
  return render(
    <StoryPage {...site} list={list} part={list} links={links} retired={noLongerHeld(list)} now={noon} />,
  )
}
const editionItem = (number: number) =>
  screen.getByRole('heading', { level: 3, name: new RegExp(`^Edition ${number}:`) }).closest('li')!

describe('the list of editions', () => {
  it('has each edition with its date, its reason and its changes, newest first', () => {
    story(record([withRules([boring, ...principles]), seed], [{}, { reason: 'It had become an argument.' }]))
    const names = screen.getAllByRole('heading', { level: 3, name: /^Edition/ }).map(spoken)
    expect(names).toEqual(['Edition 2: It had become an argument.', 'Edition 1: The first edition.'])
    const item = within(editionItem(2))
    expect(item.getByText('12 February 2026')).toHaveAttribute('datetime', '2026-02-12T10:00:00.000Z')
    expect(item.getAllByRole('listitem').map(spoken)).toEqual(['§ 2.1 Prefer Boring Technology, retired'])
    expect(item.getByRole('link', { name: '§ 2.1' })).toHaveAttribute(
      'href',
      '/editions/1..2#principles-boring',
    )
    expect(item.getByRole('link', { name: /Differences.*of edition 2 from 1/ })).toHaveAttribute(
      'href',
      '/editions/1..2',
    )
    expect(item.getByRole('link', { name: /^Read it/ })).toHaveAttribute('href', '/')
    expect(item.queryByRole('link', { name: /Compare/ })).toBeNull()
    const first = within(editionItem(1))
    expect(first.getByRole('link', { name: /Read as it was.*edition 1/ })).toHaveAttribute(
      'href',
      '/editions/1',
    )
    expect(first.getByRole('link', { name: /Compare with now.*edition 1/ })).toHaveAttribute(
      'href',
      '/editions/1..2',
    )
    expect(first.getByRole('link', { name: '§ 1' })).toHaveAttribute('href', '/editions/1#now')
  })

  it('uses the changes as the heading of an edition without a reason, and does not repeat them', () => {
    story(record([withRules(principles.slice(1)), seed]))
    const item = within(editionItem(2))
    expect(item.getByRole('heading')).toHaveTextContent('Edition 2: “Build Before Consuming” is new.')
    expect(item.queryByRole('list')).toBeNull()
    expect(item.getByRole('link', { name: '§ 2.1' })).toBeInTheDocument()
  })

  it('says which edition is open, and until when', () => {
    story(record([withRules(principles.slice(1)), seed], [{}, { closesAt: '2026-11-26T12:30:00Z' }]))
    expect(within(editionItem(2)).getByText(/Edition 2 is open until 12:30 UTC/)).toBeInTheDocument()
    expect(
      within(screen.getByRole('contentinfo')).getByText('Record of 2 editions, one open'),
    ).toBeInTheDocument()
    expect(screen.queryByText('The next edition')).toBeNull()
  })

  it('marks a correction', () => {
    story(
      record([withRules(principles, { lead: 'These are priciples.' }), seed], [{}, { isCorrection: true }]),
    )
    expect(within(editionItem(2)).getByText(/, a correction/)).toBeInTheDocument()
  })

  it('says when a passage was redacted, and shows where it was in the text', () => {
    const said = { reason: 'I had named [redacted].', redacted: '2026-11-20T10:00:00Z' }
    story(record([withRules(principles.slice(1)), seed], [{}, said]))
    const item = within(editionItem(2))
    expect(spoken(item.getByText(/A passage was/))).toBe('A passage was redacted on 20 November 2026.')
    expect(item.getByRole('heading')).toHaveTextContent('Edition 2: I had named redacted.')
  })

  it('counts the changes it has no room for, and links to them', () => {
    const rules = principles.map((rule) => ({ ...rule, body: `${rule.body} And more.` }))
    const after = manualWith({
      principles: { principles: rules },
      now: { lead: 'L' },
      history: { lead: 'L' },
    })
    story(record([seed, after], [{}, { reason: 'Everything.' }]))
    expect(within(editionItem(2)).getByRole('link', { name: 'and 2 more' })).toHaveAttribute(
      'href',
      '/editions/1..2',
    )
  })

  it('links to its other pages', () => {
    story(record([seed]), { earlier: '/editions/part/3', later: '/editions' })
    expect(screen.getByRole('link', { name: 'Earlier editions' })).toHaveAttribute('href', '/editions/part/3')
    expect(screen.getByRole('link', { name: 'Later editions' })).toHaveAttribute('href', '/editions')
  })

  it('lists retired entries with their last words, how long they were held, and the reason', () => {
    const with_ = withRules([boring, ...principles])
    const reworded = withRules([{ ...boring, body: 'Choose what has failed.' }, ...principles])
    const list = record(
      [seed, with_, reworded, seed, withRules(principles.slice(1))],
      [{}, {}, {}, { reason: 'It had become an argument.' }],
    )
    story(list)
    const section = within(screen.getByRole('region', { name: 'Retired' }))
    expect(section.getByRole('heading', { level: 2 })).toHaveTextContent('No longer held')
    const items = section.getAllByRole('listitem').map(spoken)
    expect(items).toHaveLength(2)
    expect(items[1]).toBe(
      '§ 2.1Prefer Boring TechnologyChoose what has failed.12345Held from edition 2, 12 February 2026, to 4, 12 April 2026.It had become an argument.',
    )
    expect(section.getByRole('link', { name: '4' })).toHaveAttribute(
      'href',
      '/editions/3..4#principles-boring',
    )
    const cell = screen.getByRole('link', { name: 'No longer held' })
    expect(cell).toHaveAttribute('href', '#retired')
    expect(cell.closest('div')).toHaveTextContent('2 entries')
  })

  it("links the retired entries of a removed section to the section's difference", () => {
    const list = record([
      seed,
      { ...seed, sections: seed.sections.filter(({ _id }) => _id !== 'principles') },
    ])
    story(list)
    const links = screen.getAllByRole('link', { name: '2' })
    expect(new Set(links.map((link) => link.getAttribute('href')))).toEqual(
      new Set(['/editions/1..2#principles']),
    )
  })

  it('draws how long an entry was held even if there are too many editions to show their numbers', () => {
    const texts = Array.from({ length: 40 }, (_, at) =>
      at < 10 || at > 19 ? seed : withRules([boring, ...principles]),
    )
    const { container } = story(record(texts))
    const line = container.querySelector('i')!
    expect(line.style.insetInline).toBe('25% 50%')
    expect(line.parentElement).toHaveTextContent(/^$/)
  })
})

describe('differences', () => {
  const before = withRules([boring, ...principles.slice(1)], { lead: 'These are defaults.' })
  const after = withRules(
    principles.map((rule) => ({
      ...rule,
      body: rule.body.replace('quickly', 'fast').replace('deeply', 'well'),
    })),
  )
  const list = record([before, after, after], [{}, { reason: 'Why it was made.' }, { isCorrection: true }])
  const show = (of: readonly Edition[] = list) =>
    render(
      <DifferencesPage
        {...site}
        list={of}
        before={of.at(-1)!}
        after={of.at(-2)!}
        sections={differencesOf(textOf(before), textOf(after))}
      />,
    )

  it('gives the reason first, then a legend in words, then the differences by section and entry', () => {
    show()
    const main = screen.getByRole('main')
    const [reason, key] = within(main).getAllByText(/./, { selector: 'p' }).slice(1)
    expect(reason).toHaveTextContent('Why it was made.')
    expect(spoken(key!)).toBe(
      'Struck is how edition 1 read, underlined is how 2 reads. What is neither did not change.',
    )
    const articles = within(screen.getByRole('region', { name: 'Engineering Principles' })).getAllByRole(
      'article',
    )
    expect(articles.map((article) => spoken(article).slice(0, 60))).toEqual([
      expect.stringMatching(/^Rewritten.*These are/),
      expect.stringMatching(/^§ 2\.1Retired.*Prefer Boring Technology/),
      expect.stringMatching(/^§ 2\.1New.*Build Before Consuming/),
      expect.stringMatching(/^§ 2\.3Reworded.*Optimize For Depth/),
    ])
  })

  it('announces removed and added words, separated by spaces, and does not underline a new entry', () => {
    show()
    const [lead, , brought, reworded] = screen.getAllByRole('article')
    expect(spoken(reworded!)).toContain('understood removed: deeply (end) added: well (end) compounds')
    expect(brought!.querySelector('ins')).toBeNull()
    expect(lead!.querySelector('del, ins')).not.toBeNull()
  })

  it('links each number to the entry in the edition that has it', () => {
    show()
    const links = (name: string) =>
      screen.getAllByRole<HTMLAnchorElement>('link', { name }).map((link) => link.getAttribute('href'))
    expect(links('§ 2.3')).toEqual([
      '#principles-optimize-for-depth',
      '/editions/2#principles-optimize-for-depth',
    ])
    expect(links('§ 2.1')).toContain('/editions/1#principles-boring')
    show(list.slice(1))
    expect(links('§ 2.3')).toContain('/#principles-optimize-for-depth')
  })

  it('has unique ids, even if a new section has the anchor of a removed one', () => {
    const section = seed.sections.find(({ _id }) => _id === 'principles')!
    const other = {
      ...seed,
      sections: seed.sections.map((one) => (one === section ? { ...one, _id: 'b' } : one)),
    }
    const sections = differencesOf(textOf(seed), textOf(other))
    const { container } = render(
      <DifferencesPage {...site} list={list} before={list[2]!} after={list[1]!} sections={sections} />,
    )
    const ids = [...container.querySelectorAll('article')].map(({ id }) => id)
    expect(ids.toSorted()).toEqual(['_was-principles', 'principles'])
    for (const id of ids) expect(container.querySelector(`a[href="#${id}"]`)).not.toBeNull()
  })

  it('says what an address, a day or a state is, and omits the anchor of a new section', () => {
    const availability = {
      text: 'Two days',
      href: 'mailto:m@example.org',
      state: 'limited',
      until: '2027-03-01',
    }
    const [, history] = [seed.sections[0], seed.sections.find(({ _id }) => _id === 'history')!]
    const entries = (history as unknown as { entries: object[] }).entries
    const is = manualWith({
      manual: { availability },
      history: { anchor: 'questions', entries: entries.map((entry) => ({ ...entry, ongoing: true })) },
    })
    const was = { ...manualWith(), sections: manualWith().sections.filter(({ _id }) => _id !== 'shelf') }
    const texts = differencesOf(textOf(was), textOf(is))
      .flatMap(({ differences }) => differences)
      .flatMap(({ texts }) => texts)
      .map(({ label, runs }) => [label, runs.map(({ text }) => text.trim()).join(' > ')])
    expect(texts).toEqual(
      expect.arrayContaining([
        ['Link', 'mailto:m@example.org'],
        ['Availability', 'limited'],
        ['Until', '1 March 2027'],
        ['Address', '#history > #questions'],
        [undefined, 'Ongoing'],
        [undefined, 'Shelf'],
      ]),
    )
    expect(texts).not.toContainEqual([expect.anything(), '#shelf'])
    render(
      <DifferencesPage
        {...site}
        list={list}
        before={list[2]!}
        after={list[1]!}
        sections={differencesOf(textOf(was), textOf(is))}
      />,
    )
    expect(screen.getByText('Until:').closest('p')).toHaveTextContent('Until: added: 1 March 2027 (end)')
  })

  it('links to the neighbouring differences, and to the comparison with now', () => {
    show()
    const nav = within(screen.getByRole('navigation', { name: 'Differences' }))
    expect(nav.getAllByRole('link').map((link) => [spoken(link), link.getAttribute('href')])).toEqual([
      ['Next Edition 2 to 3', '/editions/2..3'],
      ['Compare with now Edition 1 to 3', '/editions/1..3'],
    ])
  })

  it('says when there are none', () => {
    render(<DifferencesPage {...site} list={list} before={list[1]!} after={list[0]!} sections={[]} />)
    expect(screen.getByText('These two editions say the same.')).toBeInTheDocument()
  })
})

describe('an old edition', () => {
  const text = textOf(withRules([{ ...boring, body: 'Choose what [redacted] chose.' }]))
  const list = record([seed, seed, seed], [{ redacted: '2026-11-20T10:00:00Z' }])
  const show = (number: number, of = list) => {
    const period = periodOf(of, number)!
    return render(
      <ManualPage
        manual={manualOf(text, period.from)}
        revision="18ab"
        notice={<PastNotice period={period} language="en" />}
        edition={{ number, href: '/editions', status: 'Superseded' }}
      />,
    )
  }

  it('says when it was current, which edition is current now, and what has changed since', () => {
    show(1)
    const notice = screen.getByText(/^This is how/)
    expect(spoken(notice)).toBe(
      'This is how the manual read from 12 January 2026 to 12 February 2026. Edition 3 is current, and this is what has changed since. A passage was redacted on 20 November 2026.',
    )
    expect(within(notice).getByRole('link', { name: 'Edition 3 is current' })).toHaveAttribute('href', '/')
    expect(within(notice).getByRole('link', { name: /what has changed/ })).toHaveAttribute(
      'href',
      '/editions/1..3',
    )
    expect(document.head.textContent).toContain('--strip-note:"Ed. 1, superseded"')
    expect(screen.getByText('Superseded')).toBeInTheDocument()
  })

  it('says so for a single day, and for the current edition', () => {
    const sameDay = list.map((edition) => ({
      ...edition,
      date: `2026-03-0${1 + Number(edition.number === 3)}T1${edition.number}:00:00Z`,
    }))
    show(1, sameDay)
    expect(spoken(screen.getByText(/^This is how/))).toMatch(
      /^This is how the manual read on 1 March 2026\. Edition 3/,
    )
    show(3)
    expect(spoken(screen.getAllByText(/^This is how/)[1]!)).toBe(
      'This is how the manual reads since 12 March 2026. Edition 3 is current.',
    )
  })

  it('gives its sentence and each date a direction of its own in a right-to-left language', () => {
    const { container } = render(<PastNotice period={periodOf(list, 1)!} language="he" />)
    const [sentence, ...dates] = container.querySelectorAll('p, time')
    expect(sentence).toHaveAttribute('dir', 'auto')
    expect(dates.map((date) => date.getAttribute('dir'))).toEqual(['auto', 'auto', 'auto'])
  })

  it('has a bar in place of a redacted passage, with a word for screen readers', () => {
    show(1)
    expect(screen.getByText(/^Choose what/)).toHaveTextContent('Choose what redacted chose.')
  })

  it('has that bar in the head, the contents and the strips, too', () => {
    const fields = { eyebrow: 'Rules of [redacted]', title: 'What [redacted] said' }
    const manual = manualWith({ principles: fields, manual: { identity: 'For [redacted]' } })
    const { container } = render(
      <>
        <ManualPage manual={manual} revision="18ab" />
        <DifferencesPage
          {...site}
          list={list}
          before={list[1]!}
          after={list[0]!}
          sections={differencesOf(textOf(seed), textOf(manual))}
        />
      </>,
    )
    expect(container).toHaveTextContent('For redacted')
    expect(container).toHaveTextContent('Rules of redacted')
    expect(container).not.toHaveTextContent('[redacted]')
  })

  it('says that a section was not available in that edition, in the past tense', () => {
    const period = periodOf(list, 1)!
    const manual = manualOf({ ...text, unavailable: ['history'] }, period.from)
    render(
      <ManualPage manual={manual} revision="18ab" notice={<PastNotice period={period} language="en" />} />,
    )
    expect(screen.getAllByText('Not available in this edition')).toHaveLength(2)
    expect(screen.queryByText('Not available right now')).toBeNull()
  })

  it('links its numbers to its own entries', () => {
    const { container } = show(1)
    const places = [...container.querySelectorAll<HTMLAnchorElement>('main a[href*="#"]')].map((link) =>
      link.getAttribute('href')!,
    )
    expect(places.length).toBeGreaterThan(20)
    for (const place of places) expect(container.querySelector(place)).not.toBeNull()
  })
})
