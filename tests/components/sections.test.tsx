import { render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { Exploration } from '#components/sections/exploration.tsx'
import { History } from '#components/sections/history.tsx'
import { MentalModels } from '#components/sections/mental-models.tsx'
import { Now } from '#components/sections/now.tsx'
import { Principles } from '#components/sections/principles.tsx'
import { ProseSection } from '#components/sections/prose.tsx'
import { Shelf } from '#components/sections/shelf.tsx'
import { editFor, propsOf, spoken } from './support.ts'

const headings = (level: number) =>
  screen.queryAllByRole('heading', { level }).map((heading) => spoken(heading))

describe('every section', () => {
  it('is a region named by its eyebrow, with its number as a permalink', () => {
    render(<Principles {...propsOf('principlesSection')} />)
    const region = screen.getByRole('region', { name: 'Engineering Principles' })
    expect(region).toHaveAttribute('id', 'principles')
    expect(within(region).getByRole('link', { name: '§ 2 Engineering Principles' })).toHaveAttribute(
      'href',
      '#principles',
    )
    expect(headings(2)).toEqual(['Rules I use when the answer is not obvious'])
  })

  it('uses its eyebrow as the heading if it has no title', () => {
    render(<Principles {...propsOf('principlesSection', { title: null })} />)
    expect(headings(2)).toEqual(['§ 2 Engineering Principles'])
    expect(screen.getByText(/^These are defaults/)).toBeInTheDocument()
  })

  it('has no empty lead', () => {
    render(<Principles {...propsOf('principlesSection', { lead: null })} />)
    expect(screen.queryByText(/^These are defaults/)).toBeNull()
  })
})

describe('every entry', () => {
  it('has its number in the margin, as a permalink whose name says where it leads', () => {
    render(<Principles {...propsOf('principlesSection')} />)
    const link = screen.getByRole('link', { name: '§ 2.4: Failure Is Information' })
    expect(link).toHaveTextContent('§ 2.4')
    expect(link).toHaveAttribute('href', '#principles-failure-is-information')
    expect(link.closest('li')).toHaveAttribute('id', 'principles-failure-is-information')
  })
})

describe('Now', () => {
  const reading = { _key: 'one', activity: 'Currently Building', subject: 'SysRift' }

  it('reads as sentences, heading by heading', () => {
    render(<Now {...propsOf('nowSection')} />)
    expect(headings(3)).toEqual([
      'Currently Building SysRift and fault-oriented systems tooling',
      'Currently Reading Designing Data-Intensive Applications',
      'Currently Exploring eBPF, kernel observability, and syscall boundaries',
      'Currently Learning Failure semantics in distributed infrastructure',
    ])
  })

  it('shows no dates if the author set none', () => {
    render(<Now {...propsOf('nowSection', { readings: [reading] })} today="2026-11-25" />)
    expect(screen.queryByText(/since|confirmed/)).toBeNull()
  })

  it('shows since when each reading holds, and in one line when all were confirmed', () => {
    const readings = [
      { ...reading, since: '2026-08-02', confirmed: '2026-11-20' },
      { ...reading, _key: 'two', confirmed: '2026-11-20' },
    ]
    render(<Now {...propsOf('nowSection', { readings })} today="2026-11-25" />)
    expect(spoken(screen.getByText(/^since/))).toBe('since August 2026')
    const line = screen.getByText(/confirmed/)
    expect(spoken(line)).toBe('All confirmed on 20 November 2026.')
    expect(within(line).getByText('20 November 2026')).toHaveAttribute('datetime', '2026-11-20')
  })

  it.each([
    ['one reading', ['2026-11-20'], ['Confirmed on 20 November 2026.']],
    ['different days', ['2026-11-20', '2026-11-02'], ['All confirmed since 2 November 2026.']],
    [
      'some readings without a date',
      ['2026-11-20', null, '2026-11-20'],
      ['2 of 3 confirmed on 20 November 2026.'],
    ],
    [
      'one overdue reading',
      ['2026-11-20', '2026-06-12', '2026-11-20'],
      ['not confirmed since 12 Jun 2026', 'The others confirmed on 20 November 2026.'],
    ],
    [
      'one of two overdue',
      ['2026-11-20', '2026-06-12'],
      ['not confirmed since 12 Jun 2026', '1 of 2 confirmed on 20 November 2026.'],
    ],
    ['all overdue', ['2026-06-12'], ['not confirmed since 12 Jun 2026']],
  ])('has one line about its confirmation: %s', (_, days, lines) => {
    const readings = days.map((confirmed, at) => ({ ...reading, _key: `${at}`, confirmed }))
    render(<Now {...propsOf('nowSection', { readings, review: 'quarterly' })} today="2026-11-25" />)
    expect(screen.queryAllByText(/confirmed/i).map(spoken)).toEqual(lines)
  })

  it('links each date to its field in a draft', () => {
    const readings = [
      { ...reading, since: '2026-08-02', confirmed: '2026-11-20' },
      { ...reading, _key: 'two', confirmed: '2026-06-20' },
    ]
    const section = propsOf('nowSection', { readings, review: 'quarterly' })
    const props = { ...section, edit: editFor({ id: 'now' }) }
    const { container } = render(<Now {...props} today="2026-11-25" />)
    const sources = [...container.querySelectorAll('time')].map((time) => time.getAttribute('data-sanity'))
    const path = (key: string) => `now:readings[_key=="${key}"]`
    expect(sources).toEqual([`${path('one')}.since`, `${path('two')}.confirmed`, `${path('one')}.confirmed`])
  })

  it("says in words that a reading is overdue by the section's rhythm", () => {
    const readings = [
      { ...reading, confirmed: '2026-06-12' },
      { ...reading, _key: 'two', since: '2026-05-01' },
    ]
    render(<Now {...propsOf('nowSection', { readings, review: 'weekly' })} today="2026-11-25" />)
    expect(screen.getAllByText(/since|confirmed/, { selector: 'p' }).map(spoken)).toEqual([
      'not confirmed since 12 Jun 2026',
      'since May 2026',
    ])
  })
})

describe('History', () => {
  it('is an ordered list of years and events', () => {
    render(<History {...propsOf('historySection')} />)
    const entries = within(screen.getByRole('list')).getAllByRole('listitem')
    expect(entries).toHaveLength(6)
    expect(within(entries[0] as HTMLElement).getByText('2020').tagName).toBe('TIME')
    expect(within(entries[0] as HTMLElement).getByRole('heading', { level: 3 })).toHaveTextContent(
      'Started building Discord bots',
    )
  })

  it('ends with a link to the readings at what is still going on', () => {
    render(<History {...propsOf('historySection')} />)
    expect(screen.getByRole('link', { name: 'Now' })).toHaveAttribute('href', '#now')
  })

  it('has no link if there are no readings', () => {
    const { manual, ...props } = propsOf('historySection')
    const sections = manual.sections.filter(({ _type }) => _type !== 'nowSection')
    render(<History {...props} manual={{ sections }} />)
    expect(screen.queryByRole('link', { name: 'Now' })).toBeNull()
    expect(screen.getByText('Now')).toBeInTheDocument()
  })

  it('names years without an entry at a tick, which is hidden from screen readers', () => {
    const entry = { title: 'Something', body: 'It happened.' }
    const entries = ['1990', '1991', '1994', '2020', 'Spring 2021', '2019', '2021'].map((when) => ({
      ...entry,
      _key: when,
      when,
    }))
    const { container } = render(<History {...propsOf('historySection', { entries })} />)
    expect(screen.getAllByRole('listitem')).toHaveLength(7)
    const ticks = [...container.querySelectorAll('li[aria-hidden]')]
    expect(ticks.map((tick) => [tick.previousElementSibling?.id, tick.textContent])).toEqual([
      ['history-1991', '1992–1993'],
      ['history-1994', '1995–2019'],
      ['history-2019', '2020'],
    ])
  })
})

describe('Exploration areas', () => {
  it('are a list of domains, each with a list of its topics', () => {
    render(<Exploration {...propsOf('explorationSection')} />)
    expect(headings(3)).toEqual(['Systems', 'Coordination', 'Infrastructure', 'Adversarial'])
    const [, systems] = screen.getAllByRole('list')
    expect(
      within(systems as HTMLElement)
        .getAllByRole('listitem')
        .map(spoken),
    ).toEqual(['Operating Systems', 'Rust', 'Linux', 'Runtime Internals'])
  })
})

describe('Mental models', () => {
  it('are read aloud as "from becomes to", then the name and its sentence', () => {
    render(<MentalModels {...propsOf('mentalModelsSection')} />)
    const [first] = screen.getAllByRole('listitem')
    const model = within(first as HTMLElement)
    expect(model.getByRole('img', { name: 'becomes' })).toHaveTextContent('→')
    expect(spoken(first as HTMLElement)).toMatch(/^§ 5\.1 ?local → global ?Emergence ?Simple local rules/)
    expect(model.getByRole('heading', { level: 3, name: 'Emergence' })).toBeInTheDocument()
  })
})

describe('the Shelf', () => {
  it('says when a shelf is empty', () => {
    render(<Shelf {...propsOf('shelfSection')} />)
    expect(headings(2)).toEqual(['§ 6 Shelf'])
    expect(headings(3)).toEqual(['Currently Building'])
    expect(screen.getByText('Nothing on this shelf.')).toBeInTheDocument()
  })

  it('lists its items, with a link where there is one', () => {
    const items = [
      { _key: 'a', title: 'SysRift', note: 'Faults on purpose.', href: 'https://example.org/sysrift' },
      { _key: 'b', title: 'A log-structured store' },
    ]
    const shelves = [{ _key: 'building', name: 'Currently Building', items }]
    render(<Shelf {...propsOf('shelfSection', { shelves })} />)
    expect(screen.getByRole('link', { name: 'SysRift' })).toHaveAttribute(
      'href',
      'https://example.org/sysrift',
    )
    expect(screen.queryByRole('link', { name: 'A log-structured store' })).toBeNull()
    expect(screen.queryByText('Nothing on this shelf.')).toBeNull()
  })

  it('does not repeat its name when a shelf is all of its section', () => {
    const fields = { title: 'Currently Building', shelves: [{ _key: 'a', name: 'Currently Building' }] }
    render(<Shelf {...propsOf('shelfSection', fields)} />)
    expect(headings(2)).toEqual(['Currently Building'])
    expect(headings(3)).toEqual([])
  })
})

describe('prose', () => {
  const paragraph = (text: string, marks: string[] = [], markDefs: object[] = []) => ({
    _type: 'block',
    _key: text,
    children: [{ _type: 'span', text, marks }],
    markDefs,
  })

  it('consists of paragraphs with emphasis and links', () => {
    const body = [
      paragraph('Quiet observation', ['em']),
      paragraph('an essay', ['essay'], [{ _type: 'link', _key: 'essay', href: 'https://example.org/essay' }]),
    ]
    render(<ProseSection {...propsOf('proseSection', { body })} />)
    expect(screen.getByText('Quiet observation').tagName).toBe('EM')
    expect(screen.getByRole('link', { name: 'an essay' })).toHaveAttribute(
      'href',
      'https://example.org/essay',
    )
  })

  const item = (text: string, level: number, listItem = 'bullet') => ({
    ...paragraph(text),
    listItem,
    level,
  })
  const outline = (list: Element): unknown =>
    [...list.children].map((entry) => {
      const inner = [...entry.children].filter(({ tagName }) => /^[OU]L$/.test(tagName))
      return [entry.firstChild?.textContent, ...inner.map((child) => [child.tagName, outline(child)])]
    })

  it('has lists, nested by their levels', () => {
    const body = [
      item('three', 3),
      item('one', 1),
      item('four', 4),
      item('one again', 1),
      item('first', 1, 'number'),
      item('inner', 2),
      item('second', 1, 'number'),
      paragraph('Then text.'),
    ]
    render(<ProseSection {...propsOf('proseSection', { body })} />)
    const [bullets, numbers] = screen
      .getAllByRole('list')
      .filter((list) => !list.parentElement?.closest('li'))
    expect(outline(bullets as Element)).toEqual([['three'], ['one', ['UL', [['four']]]], ['one again']])
    expect(numbers?.tagName).toBe('OL')
    expect(outline(numbers as Element)).toEqual([['first', ['UL', [['inner']]]], ['second']])
    expect(screen.getByText('Then text.').tagName).toBe('P')
  })

  it('has code', () => {
    render(<ProseSection {...propsOf('proseSection', { body: [paragraph('npm start', ['code'])] })} />)
    expect(screen.getByText('npm start').tagName).toBe('CODE')
  })

  it('adds no word or class for parts it does not know', () => {
    const body = [
      paragraph('Kept', ['highlight', 'em']),
      { _key: 'i', _type: 'image', alt: 'unseen' },
      { ...paragraph('Heading'), style: 'h2' },
      {
        ...paragraph('a'),
        children: [
          { _type: 'span', text: 'Before ' },
          { _type: 'formula', tex: 'unseen' },
          { _type: 'span', text: 'after' },
        ],
      },
    ]
    const { container } = render(<ProseSection {...propsOf('proseSection', { body })} />)
    expect(container.innerHTML).not.toMatch(/unseen|unknown|highlight|image|formula|pt__/)
    expect(screen.getByText('Kept').tagName).toBe('EM')
    expect(screen.getByText('Heading').tagName).toBe('P')
    expect(screen.getByText('Before after').tagName).toBe('P')
  })
})
