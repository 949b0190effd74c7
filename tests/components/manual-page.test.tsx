import { render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ManualPage } from '#components/manual-page.tsx'
import { describeProblem } from '#sanity/preview/field-titles.ts'
import { ProblemNotice } from '#components/preview/problem-notice.tsx'
import { editFor, manualWith, parsedWith, spoken } from './support.ts'

describe('the page', () => {
  it('reads as its outline: contents, banner, main, the sections in their order, foot', () => {
    render(<ManualPage manual={manualWith()} revision="18ab1ac92b94" />)
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1)
    const regions = within(screen.getByRole('main')).getAllByRole('region')
    expect(regions.map(({ id }) => id)).toEqual([
      'now',
      'principles',
      'history',
      'exploration',
      'models',
      'shelf',
      'outside',
      'writing',
    ])
    expect(screen.getByRole('banner')).toBeInTheDocument()
    expect(screen.getByRole('contentinfo')).toBeInTheDocument()
  })

  it('never goes down more than one heading level at a time', () => {
    render(<ManualPage manual={manualWith()} revision="18ab1ac92b94" />)
    const levels = screen.getAllByRole('heading').map(({ tagName }) => Number(tagName[1]))
    expect(levels[0]).toBe(1)
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 1) + 1)).toEqual([])
  })

  it('tells readers nothing of where its texts come from', () => {
    const { container } = render(<ManualPage manual={manualWith()} revision="18ab1ac92b94" />)
    expect(container.querySelectorAll('[data-sanity]')).toHaveLength(0)
  })

  it('tells an author, for every text, which field it comes from', () => {
    render(<ManualPage manual={manualWith()} revision="18ab1ac92b94" editFor={editFor} state="draft" />)
    const source = (text: string) =>
      screen.getByText(text).closest('[data-sanity]')?.getAttribute('data-sanity')
    const heading = (name: string) => screen.getByRole('heading', { name }).getAttribute('data-sanity')
    expect(heading('I build systems to understand them.')).toBe('manual:headline')
    expect(source('Open to systems conversations')).toBe('manual:availability.text')
    expect(heading('Current state of the system')).toBe('now:title')
    expect(source('Make State Visible')).toBe('principles:principles[_key=="make-state-visible"].title')
    expect(source('Honeypots')).toBe('exploration:domains[_key=="adversarial"].topics[1]')
    expect(source('Nothing on this shelf.')).toBe('shelf:shelves[_key=="currently-building"].items')
    expect(screen.getByText('Draft')).toBeInTheDocument()
  })

  it('shows a blank manual as one that has nothing to read yet', () => {
    render(<ManualPage manual={{ ...manualWith(), sections: [] }} revision="18ab1ac92b94" />)
    expect(screen.getByText(/has no sections yet/)).toBeInTheDocument()
    expect(screen.queryByRole('navigation')).toBeNull()
  })

  it('says of a manual in which nothing is written that it is not begun', () => {
    const nothing = { headline: null, kicker: null, introduction: null, availability: null }
    const { opening } = manualWith({ manual: nothing })
    render(<ManualPage manual={{ ...manualWith(), opening, sections: [] }} revision="18ab1ac92b94" />)
    expect(screen.getByRole('heading')).toHaveTextContent('Nothing is written here yet.')
    expect(screen.getByText('Status').nextElementSibling).toHaveTextContent('Empty')
  })

  it('says nothing twice: date or revision is the largest sign, and the line above the block names the document', () => {
    const manual = { ...manualWith({ manual: { name: 'Ada' } }), publishedAt: '2026-11-24T10:00:00Z' }
    const { container } = render(<ManualPage manual={manual} revision="18ab1ac92b94" today="2026-11-26" />)
    const count = (text: string) => spoken(container).split(text).length - 1
    for (const text of ['Identity / Operating Manual', '24 Nov 2026', '18ab1ac92b94', 'Ada'])
      expect([text, count(text)]).toEqual([text, 1])
  })
})

describe('in any language', () => {
  it('every text finds its own direction', () => {
    const { container } = render(
      <ManualPage
        manual={manualWith({ manual: { name: 'Ada', kicker: 'קצר' } })}
        revision="18ab1ac92b94"
        editFor={editFor}
      />,
    )
    // A text, or the paragraphs of a prose; a list that is empty and a date are words of ours.
    const texts = [...container.querySelectorAll('[data-sanity]')].filter(
      ({ tagName, textContent }) => tagName !== 'TIME' && textContent !== 'Nothing on this shelf.',
    )
    expect(texts.length).toBeGreaterThan(80)
    const without = texts.filter(
      (text) => text.getAttribute('dir') !== 'auto' && !text.querySelector(':scope > [dir=auto]'),
    )
    expect(without.map(({ outerHTML }) => outerHTML)).toEqual([])
    const names = screen.getByRole('navigation').querySelectorAll('bdi')
    expect(names).toHaveLength(8)
  })

  it('the words around the text say which language they are in, where it is another', () => {
    const page = (language: string) => (
      <ManualPage manual={manualWith({ manual: { language } })} revision="18ab1ac92b94" />
    )
    const { rerender } = render(page('de'))
    expect(screen.getByText('Nothing on this shelf.')).toHaveAttribute('lang', 'en')
    expect(screen.getByText('Revision').closest('[lang]')).toHaveAttribute('lang', 'en')
    expect(screen.getByRole('link', { name: 'Skip to the text' })).toHaveAttribute('lang', 'en')
    rerender(page('en-GB'))
    expect(document.querySelector('[lang]')).toBeNull()
  })
})

describe('the addresses in a page', () => {
  it('are each there once, and each link leads to one, whatever keys and anchors are', () => {
    const principle = (_key: string) => ({ _key, title: _key, body: 'Body' })
    const manual = manualWith({
      now: { anchor: 'sheet' },
      principles: { anchor: 'a', principles: ['b', 'b', 'two words', 'x"y'].map(principle) },
      history: { anchor: 'a-b' },
    })
    const { container } = render(<ManualPage manual={manual} revision="18ab1ac92b94" />)
    const ids = [...container.querySelectorAll('[id]')].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => /\s/.test(id))).toEqual([])
    const fragments = [...container.querySelectorAll('a[href^="#"]')].map((a) =>
      a.getAttribute('href')?.slice(1),
    )
    expect(fragments.length).toBeGreaterThan(40)
    expect(fragments.filter((fragment) => !ids.includes(fragment ?? ''))).toEqual([])
  })
})

describe('what could not be shown', () => {
  const failing = { history: { entries: [] }, manual: { headline: null } }

  it('is said to be missing, at its place and in the contents, and every other keeps its number', () => {
    render(<ManualPage manual={manualWith(failing)} revision="18ab1ac92b94" />)
    expect(screen.queryByRole('region', { name: 'History' })).toBeNull()
    expect(screen.queryByRole('complementary')).toBeNull()
    expect(screen.getByText('Published in part')).toBeInTheDocument()
    expect(
      within(screen.getByRole('region', { name: 'Exploration Areas' })).getByText('§ 4'),
    ).toBeInTheDocument()
    const places = screen.getAllByText('Not available right now').map(({ parentElement }) => parentElement)
    expect(places.map((place) => place && spoken(place))).toEqual(
      Array(2).fill('§ 3 Not available right now'),
    )
    expect(screen.getByRole('navigation')).toContainElement(places[0] as HTMLElement)
    expect(places[1]?.closest('section')).toHaveAttribute('id', 'history')
  })

  it('has no address that an entry of another section has', () => {
    const changes = { history: { anchor: 'now-building', entries: [] } }
    const { container } = render(<ManualPage manual={manualWith(changes)} revision="18ab1ac92b94" />)
    expect(container.querySelectorAll('#now-building')).toHaveLength(1)
  })

  it('is named at its place in a draft, with what is wrong and where to put it right', () => {
    const { manual, problems } = parsedWith(failing)
    render(
      <ManualPage
        manual={manual}
        problems={problems}
        revision="18ab1ac92b94"
        state="draft"
        problemNotice={(document) => (
          <ProblemNotice
            document={document}
            describe={describeProblem}
            fieldHref={(id, type, path) => `/studio/${type}/${id}/${path}`}
          />
        )}
      />,
    )
    const [ofManual, ofHistory] = screen.getAllByRole('complementary')
    expect(ofManual).toHaveAccessibleName('Problems with Manual')
    expect(ofManual).toHaveTextContent('Headline is missing')
    expect(within(ofHistory as HTMLElement).getByRole('heading')).toHaveTextContent('“History” is left out')
    expect(within(ofHistory as HTMLElement).getByRole('link', { name: 'Shifts' })).toHaveAttribute(
      'href',
      '/studio/historySection/history/entries',
    )
    const principles = screen.getByRole('region', { name: 'Engineering Principles' })
    expect(principles.compareDocumentPosition(ofHistory as HTMLElement)).toBe(
      Node.DOCUMENT_POSITION_FOLLOWING,
    )
  })

  it('is no mistake where nothing is written: a draft says what can be', () => {
    const { manual, problems } = parsedWith({ shelf: { shelves: [] } })
    const fieldHref = (id: string, type: string, path: string) => `/studio/${type}/${id}/${path}`
    render(
      <ManualPage
        manual={manual}
        problems={problems}
        revision="18ab1ac92b94"
        state="draft"
        problemNotice={(document) => <ProblemNotice document={document} fieldHref={fieldHref} />}
      />,
    )
    const blank = screen.getByRole('complementary', { name: 'Shelf' })
    expect(blank).toHaveTextContent('What stands within reach')
    const write = within(blank).getByRole('link', { name: 'Write' })
    expect(write).toHaveAttribute('href', '/studio/shelfSection/shelf/shelves')
    expect(screen.queryByText(/is left out/)).toBeNull()
    const next = screen.getByRole('region', { name: 'Outside Engineering' })
    expect(within(next).getByText('§ 6')).toBeInTheDocument()
  })

  it('in part is named before its section, which stays', () => {
    const { manual, problems } = parsedWith({
      principles: { lead: 5 },
      history: { entries: [] },
      shelf: { review: 'never' },
    })
    render(
      <ManualPage
        manual={manual}
        problems={problems}
        revision="18ab1ac92b94"
        problemNotice={(document) => <ProblemNotice document={document} />}
      />,
    )
    const order = [...screen.getByRole('main').querySelectorAll(':scope > section, :scope > aside')].map(
      (element) => element.id || element.querySelector('h2')?.textContent,
    )
    expect(order).toEqual([
      'now',
      '“Engineering Principles” is incomplete',
      'principles',
      '“History” is left out',
      'exploration',
      'models',
      '“Shelf” is incomplete',
      'shelf',
      'outside',
      'writing',
    ])
  })

  it('is said without links where there is no Studio to lead to', () => {
    const [, history] = parsedWith(failing).problems
    render(<ProblemNotice document={history as NonNullable<typeof history>} describe={describeProblem} />)
    expect(screen.queryByRole('link')).toBeNull()
    expect(screen.getByRole('listitem')).toHaveTextContent('Shifts has no entries')
  })
})
