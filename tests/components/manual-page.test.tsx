import { render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ManualPage } from '#components/manual-page.tsx'
import { describeProblem } from '#sanity/preview/field-titles.ts'
import {
  BriefProblem,
  GuestNotice,
  ProblemNotice,
  sentenceForGuests,
} from '#components/preview/problem-notice.tsx'
import { editFor, manualWith, parsedWith, spoken } from './support.ts'

describe('the page', () => {
  it('has its parts in order: contents, banner, main, the sections, foot', () => {
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

  it('has no field names in the page for readers', () => {
    const { container } = render(<ManualPage manual={manualWith()} revision="18ab1ac92b94" />)
    expect(container.querySelectorAll('[data-sanity]')).toHaveLength(0)
  })

  it('has the field of every text in the page for an author', () => {
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

  it('says when there is nothing to read yet', () => {
    render(<ManualPage manual={{ ...manualWith(), sections: [] }} revision="18ab1ac92b94" />)
    expect(screen.getByText(/has no sections yet/)).toBeInTheDocument()
    expect(screen.queryByRole('navigation')).toBeNull()
  })

  it('says when nothing has been written yet', () => {
    const nothing = { headline: null, kicker: null, introduction: null, availability: null }
    const { opening } = manualWith({ manual: nothing })
    render(<ManualPage manual={{ ...manualWith(), opening, sections: [] }} revision="18ab1ac92b94" />)
    expect(screen.getByRole('heading')).toHaveTextContent('Nothing is written here yet.')
    expect(screen.getByText('Status').nextElementSibling).toHaveTextContent('Empty')
  })

  it('shows the date, the revision, the owner and the identity once each', () => {
    const manual = { ...manualWith({ manual: { name: 'Ada' } }), publishedAt: '2026-11-24T10:00:00Z' }
    const { container } = render(<ManualPage manual={manual} revision="18ab1ac92b94" today="2026-11-26" />)
    const count = (text: string) => spoken(container).split(text).length - 1
    for (const text of ['Identity / Operating Manual', '24 Nov 2026', '18ab1ac92b94', 'Ada'])
      expect([text, count(text)]).toEqual([text, 1])
  })
})

describe('the page in any language', () => {
  it('lets every text find its own direction', () => {
    const { container } = render(
      <ManualPage
        manual={manualWith({ manual: { name: 'Ada', kicker: 'קצר' } })}
        revision="18ab1ac92b94"
        editFor={editFor}
      />,
    )
    // A text, or the paragraphs of a prose. The label of an empty list, and dates, are not the author's.
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

  it("marks the language of the words around the text if it differs from the manual's", () => {
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

describe('the ids in a page', () => {
  it('are unique, and every link leads to one, whatever keys and anchors are', () => {
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

describe('a section that cannot be shown', () => {
  const failing = { history: { entries: [] }, manual: { headline: null } }

  it('is marked as not available at its place and in the contents, and the others keep their numbers', () => {
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

  it("does not have the same id as another section's entry", () => {
    const changes = { history: { anchor: 'now-building', entries: [] } }
    const { container } = render(<ManualPage manual={manualWith(changes)} revision="18ab1ac92b94" />)
    expect(container.querySelectorAll('#now-building')).toHaveLength(1)
  })

  it('is named at its place in a draft, with the problem and a link to the field', () => {
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

  it.each([
    [
      'its author',
      false,
      ['History is left out: Shifts has no entries', 'Section 5 is left out: Name must be text, and 2 more'],
    ],
    ['a guest', true, ['“History” cannot be shown yet.', 'A section cannot be shown yet.']],
  ] as const)(
    'is explained in the contents of a draft to %s, with a link to its notice',
    (_, isForGuest, said) => {
      const { manual, problems } = parsedWith({
        history: { entries: [] },
        models: { eyebrow: 7, title: null, anchor: 'Not one', models: 'nonsense' },
      })
      const { container } = render(
        <ManualPage
          manual={manual}
          problems={problems}
          revision="18ab1ac92b94"
          state="draft"
          isForGuest={isForGuest}
          problemNotice={(document, id) =>
            isForGuest ? (
              <GuestNotice document={document} id={id} />
            ) : (
              <ProblemNotice document={document} id={id} />
            )
          }
          briefProblem={(document) =>
            isForGuest ? (
              sentenceForGuests(document)
            ) : (
              <BriefProblem document={document} describe={describeProblem} />
            )
          }
        />,
      )
      expect(screen.queryByText('Not available right now')).toBeNull()
      const links = ['history', '_missing-5'].map((id) =>
        container.querySelector(`#_contents a[href="#${id}"]`)!,
      )
      expect(links.map(spoken)).toEqual([`§ 3 ${said[0]}`, `§ 5 ${said[1]}`])
      for (const id of ['history', '_missing-5'])
        expect(container.querySelector(`aside#${id}`)).toHaveTextContent(/left out|cannot be shown/)
    },
  )

  it('is no problem if it is empty: a draft says what can be written', () => {
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

  it('is different from an incomplete section, which is shown after a notice', () => {
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

  it('is explained to a guest in a sentence, without a field, an id or an order to write', () => {
    const { manual, problems } = parsedWith({
      manual: { headline: 5 },
      now: { lead: 5 },
      principles: { eyebrow: 7, title: null, principles: 'nonsense' },
      history: { entries: 'nonsense' },
      models: { _type: 'modelsSection' },
      shelf: { shelves: [] },
    })
    render(
      <ManualPage
        manual={manual}
        problems={problems}
        revision="18ab1ac92b94"
        state="draft"
        isForGuest
        problemNotice={(document) => <GuestNotice document={document} />}
      />,
    )
    expect(screen.getAllByRole('complementary').map(({ textContent }) => textContent)).toEqual([
      'A part of the opening cannot be shown yet.',
      'A part of “Now” cannot be shown yet.',
      'A section cannot be shown yet.',
      '“History” cannot be shown yet.',
      '“Mental Models” cannot be shown yet.',
      '“Shelf” is still to be written.',
    ])
    expect(screen.queryByText('Write')).toBeNull()
  })

  it('is explained to a guest without the id of a section that is gone', () => {
    const [gone] = parsedWith({ manual: { sections: [{ _key: 'gone', _ref: 'gone' }] } }).problems
    const { container } = render(<GuestNotice document={gone as NonNullable<typeof gone>} />)
    expect(container).toHaveTextContent(/^A section cannot be shown yet\.$/)
  })

  it('has a notice without links where there is no Studio', () => {
    const [, history] = parsedWith(failing).problems
    render(<ProblemNotice document={history as NonNullable<typeof history>} describe={describeProblem} />)
    expect(screen.queryByRole('link')).toBeNull()
    expect(screen.getByRole('listitem')).toHaveTextContent('Shifts has no entries')
  })
})
