import { render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ChangesPage } from '#components/preview/changes.tsx'
import { describeProblem, fieldTitle } from '#sanity/preview/field-titles.ts'
import { ProblemNotice } from '#components/preview/problem-notice.tsx'
import { editFor, manualWith, parsedWith, spoken } from './support.ts'

const published = manualWith()
const principles = published.sections.find(({ _type }) => _type === 'principlesSection') as {
  principles: { _key: string; title: string; body: string }[]
}
const [first, second, third, ...others] = principles.principles as [object, object, object, ...object[]]
const references = published.sections.map(({ _id }) => ({ _key: _id, _type: 'reference', _ref: _id }))

/** Renders the changes of a draft with these fields, for an author or a guest. */
function show(
  fields: Parameters<typeof parsedWith>[0],
  { published: before, guest = false }: { published?: typeof published | undefined; guest?: boolean } = {
    published,
  },
) {
  const { manual, problems } = parsedWith(fields)
  return render(
    <ChangesPage
      manual={manual}
      problems={problems}
      revision="18ab1ac92b94"
      published={before}
      problemNotice={(document) => <ProblemNotice document={document} describe={describeProblem} />}
      fieldTitle={fieldTitle}
      {...(!guest && {
        editFor,
        fieldHref: (id: string, type = '', path = '') => `/studio/${type}/${id}/${path}`,
      })}
    />,
  )
}

const summary = () =>
  within(screen.getByRole('navigation', { name: 'Changes' }))
    .getAllByRole('link')
    .map((link) => link.textContent)

describe('the page of changes', () => {
  const fields = {
    manual: { headline: 'I build small systems to understand them.' },
    now: { lead: null },
    principles: {
      principles: [{ ...third, title: 'Optimize For Width' }, first, second, ...others],
    },
  }

  it('begins with a summary, in which each change has a link', () => {
    show(fields)
    const nav = screen.getByRole('navigation', { name: 'Changes' })
    expect(screen.getByRole('heading', { level: 1, name: 'What would change' })).toBeInTheDocument()
    expect(nav).toHaveTextContent('3 changes in the opening and 2 sections')
    expect(summary()).toEqual([
      'Opening Headline: Changed',
      '§ 1 Lead: Removed',
      '§ 2.1 Optimize For Width: Moved from § 2.3 to § 2.1, and changed',
    ])
    for (const link of within(nav).getAllByRole<HTMLAnchorElement>('link')) {
      const target = document.getElementById(link.hash.slice(1))
      expect(target).toHaveTextContent(/Changed|Removed|Moved/)
    }
  })

  it('marks words for screen readers, and not by colour alone', () => {
    show(fields)
    const opening = screen.getByRole('region', { name: 'Opening' })
    expect(spoken(within(opening).getByRole('insertion'))).toBe('Added: small;')
    expect(opening).toHaveTextContent('I build Added: small; systems to understand them.')
    const section = screen.getByRole('region', { name: '§ 2 Engineering Principles' })
    expect(spoken(within(section).getByRole('deletion'))).toBe('Removed: Depth;')
    expect(spoken(within(section).getByRole('insertion'))).toBe('Added: Width')
    expect(section).toHaveTextContent('Moved from § 2.3 to § 2.1, and changed')
  })

  it('omits what stays the same', () => {
    show(fields)
    expect(screen.getAllByRole('region')).toHaveLength(3)
    expect(screen.queryByText('Build Before Consuming')).toBeNull()
  })

  it('leads an author to each field', () => {
    show(fields)
    const section = screen.getByRole('region', { name: '§ 2 Engineering Principles' })
    const path = 'principles[_key=="optimize-for-depth"].title'
    expect(within(section).getByRole('link', { name: 'Rule' })).toHaveAttribute(
      'href',
      `/studio/principlesSection/principles/${path}`,
    )
    expect(within(section).getByRole('insertion').closest('[data-sanity]')).toHaveAttribute(
      'data-sanity',
      `principles:${path}`,
    )
  })

  it('has no links for a guest', () => {
    const { container } = show(fields, { published, guest: true })
    expect(container.querySelector('[data-sanity], main section a')).toBeNull()
  })
})

describe('a section', () => {
  it('that is added, removed or moved is one change, and leads to the list of sections', () => {
    const [now, rules, ...rest] = references as [object, object, ...object[]]
    const writing = rest.at(-1) as object
    show({ manual: { sections: [writing, now, ...rest.slice(0, -1)] } })
    expect(rules).toMatchObject({ _ref: 'principles' })
    expect(summary()).toEqual([
      '§ 1 Writing Philosophy: Moved from § 8 to § 1',
      '§ 2 Engineering Principles: Removed',
    ])
    const removed = screen.getByRole('region', { name: '§ 2 Engineering Principles' })
    expect(within(removed).getByRole('link', { name: 'Removed' })).toHaveAttribute(
      'href',
      '/studio/manual/manual/sections',
    )
    expect(within(removed).getAllByRole('deletion').length).toBeGreaterThan(4)
    expect(within(removed).queryByRole('insertion')).toBeNull()
  })

  it('that is moved gives its entries new numbers; a removed entry has its old number, and its own name', () => {
    const [now, ...others] = references as [object, ...object[]]
    const { readings } = published.sections[0] as unknown as { readings: object[] }
    show({ manual: { sections: [...others, now] }, now: { readings: readings.slice(1) } })
    expect(summary()).toEqual([
      '§ 8 Now: Moved from § 1 to § 8',
      '§ 1.1 SysRift and fault-oriented systems tooling: Removed',
    ])
  })

  it('with a problem is reported as leaving the page, with the problem', () => {
    show({ history: { entries: [] } })
    const history = screen.getByRole('region', { name: '§ 3 History' })
    expect(history).toHaveTextContent('Would leave the page')
    expect(within(history).getByRole('complementary')).toHaveTextContent('Shifts has no entries')
    expect(within(history).queryByRole('deletion')).toBeNull()
    expect(summary()).toEqual(['§ 3 History: Would leave the page'])
  })

  it('with a problem, and not shown to readers either, is still named', () => {
    show({ history: { entries: [] } }, { published: manualWith({ history: { entries: [] } }) })
    expect(screen.getByRole('heading', { level: 1, name: 'Nothing would change' })).toBeInTheDocument()
    expect(screen.queryByText(/all of this/)).toBeNull()
    expect(
      screen.getByText(/except what is named here: it is not shown before it is complete/),
    ).toBeInTheDocument()
    expect(screen.getByRole('complementary')).toHaveTextContent('Shifts has no entries')
  })
})

it('sections without text are named after the changes, not between them and the summary', () => {
  const blank = { shelves: null, lead: null, title: null }
  show({ shelf: blank, now: { lead: null } }, { published: manualWith({ shelf: blank }) })
  const changed = screen.getByRole('region', { name: '§ 1 Now' })
  const notice = screen.getByRole('complementary', { name: 'Shelf' })
  expect(changed.compareDocumentPosition(notice)).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
})

describe('the page of changes as a whole', () => {
  it('says when nothing would change', () => {
    show({})
    expect(screen.getByRole('heading', { level: 1, name: 'Nothing would change' })).toBeInTheDocument()
    expect(screen.queryByRole('navigation')).toBeNull()
    expect(screen.queryByRole('region')).toBeNull()
  })

  it('shows everything as new if nothing was ever published', () => {
    show({}, { published: undefined })
    expect(screen.getByText(/Nothing has been published yet/)).toBeInTheDocument()
    expect(summary().map((text) => text?.replace(/.*: /, ''))).toEqual(Array(9).fill('Added'))
    expect(screen.queryByRole('deletion')).toBeNull()
  })

  it('never goes down more than one heading level at a time', () => {
    show({ history: { entries: [] }, now: { lead: null }, manual: { headline: null } })
    const levels = screen.getAllByRole('heading').map(({ tagName }) => Number(tagName[1]))
    expect(levels[0]).toBe(1)
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 1) + 1)).toEqual([])
  })
})

describe('dates', () => {
  const [reading] = (
    published.sections.find(({ _type }) => _type === 'nowSection') as unknown as { readings: object[] }
  ).readings
  const withDates = (dates: object) => manualWith({ now: { readings: [{ ...reading, ...dates }] } })

  it.each([
    [{}, { since: '2026-11-02' }, '2 November 2026'],
    [{ since: '2026-11-02' }, {}, 'No longer 2 November 2026'],
    [{ since: '2026-11-02' }, { since: '2026-11-09' }, '9 November 2026 instead of 2 November 2026'],
    [{}, { confirmed: '2026-11-09' }, 'Confirmed on 9 November 2026'],
    [{ confirmed: '2026-11-09' }, {}, 'No longer confirmed'],
  ])('that were %j and would be %j read "%s"', (before, after, said) => {
    show(
      { now: { readings: [{ ...reading, since: null, confirmed: null, ...after }] } },
      { published: withDates({ since: null, confirmed: null, ...before }) },
    )
    expect(screen.getByText(said)).toBeInTheDocument()
    expect(screen.queryByText(/Removed: /)).toBeNull()
  })

  it('that only confirm are one line in the summary, and collapsed', () => {
    show(
      { now: { readings: [{ ...reading, confirmed: '2026-11-09' }] }, shelf: { lead: 'Another' } },
      { published: withDates({ confirmed: '2026-11-02' }) },
    )
    expect(summary()).toEqual(['§ 1 Now: Confirmed', expect.stringContaining('Lead')])
    expect(screen.getByText('Confirmed: § 1.1').closest('details')).not.toHaveAttribute('open')
  })
})
