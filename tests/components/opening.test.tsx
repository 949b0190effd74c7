import { render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { Contents } from '#components/contents.tsx'
import { Opening } from '#components/opening.tsx'
import { Head } from '#components/head.tsx'
import { ManualPage } from '#components/manual-page.tsx'
import { noEdit, type Opening as OpeningFields } from '#lib/manual/index.ts'
import { manualWith, spoken } from './support.ts'

const opening = (fields: Record<string, unknown> = {}, rest: object = {}) => (
  <Opening
    manual={{ ...manualWith({ manual: fields }), ...rest }}
    edit={noEdit}
    siteUrl="https://example.org"
  />
)

const head = (fields?: OpeningFields, today?: string) => (
  <Head opening={fields} block={{ status: 'Current', language: 'en' }} today={today} />
)

describe('the head', () => {
  it('names the document and the availability', () => {
    render(head(manualWith().opening))
    const banner = screen.getByRole('banner')
    expect(banner).toHaveTextContent('Identity / Operating Manual')
    expect(banner).toHaveTextContent('Open to systems conversations')
    expect(screen.queryByRole('link', { name: 'Open to systems conversations' })).toBeNull()
  })

  it('links the availability if it has an address', () => {
    const availability = { text: 'Open to talk', href: 'mailto:ada@example.org' }
    render(head(manualWith({ manual: { availability } }).opening))
    expect(screen.getByRole('link', { name: 'Open to talk' })).toHaveAttribute(
      'href',
      'mailto:ada@example.org',
    )
  })

  it("shows the availability's mark until its last day, and not afterwards", () => {
    const { opening } = manualWith({
      manual: { availability: { text: 'Open to talk', state: 'limited', until: '2026-11-30' } },
    })
    const { rerender } = render(head(opening, '2026-11-30'))
    expect(screen.getByRole('img', { name: 'limited' })).toBeInTheDocument()
    expect(screen.getByText('until 30 Nov 2026')).toHaveAttribute('datetime', '2026-11-30')
    rerender(head(opening, '2026-12-01'))
    expect(screen.queryByRole('img')).toBeNull()
    expect(screen.getByText('said until 30 Nov 2026')).toBeInTheDocument()
    expect(screen.getByText('Open to talk')).toBeInTheDocument()
  })

  it('shows no mark if the author chose none', () => {
    render(head(manualWith().opening))
    expect(screen.getByText('Open to systems conversations')).toBeInTheDocument()
    expect(screen.queryByRole('img')).toBeNull()
  })

  it('shows no availability if the author set none', () => {
    render(head(manualWith({ manual: { availability: null } }).opening))
    expect(screen.getAllByRole('paragraph').map(spoken)).toEqual(['Identity / Operating Manual'])
  })

  it('comes after a link that skips it and the contents', () => {
    render(<ManualPage manual={manualWith()} revision="18ab1ac92b94" />)
    const [first] = screen.getAllByRole('link')
    expect(first).toHaveAccessibleName('Skip to the text')
    const target = document.getElementById((first as HTMLAnchorElement).hash.slice(1)) as HTMLElement
    expect(target).toBe(screen.getByRole('main'))
    expect(target).not.toContainElement(screen.getByRole('navigation'))
    expect(target).not.toContainElement(screen.getByRole('banner'))
  })
})

describe('the opening', () => {
  it('has the headline as its only heading, followed by the introduction', () => {
    render(opening())
    expect(screen.getByRole('heading')).toHaveTextContent('I build systems to understand them.')
    expect(screen.getByText(/^I am a backend and systems engineer/)).toBeInTheDocument()
  })

  it.each([
    [{ headline: null, name: 'Ada Example' }, 'Ada Example'],
    [{ headline: null, name: null }, 'Identity / Operating Manual'],
    [{ headline: null, name: null, identity: null }, 'Operating Manual'],
  ])('has a heading even without a headline: %o', (fields, heading) => {
    render(opening(fields))
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(heading)
  })

  it("has no h-card without an owner's name", () => {
    const { container } = render(opening())
    expect(container.querySelector('.h-card')).toBeNull()
    expect(screen.queryByRole('group')).toBeNull()
  })

  it('names the owner, the contact and the profiles that are set', () => {
    const profiles = [{ _key: 'code', label: 'GitHub', href: 'https://github.com/example' }]
    const { container } = render(
      opening({ name: 'Ada Example', contact: 'mailto:ada@example.org?subject=Hello', profiles }),
    )
    const card = container.querySelector('.h-card') as HTMLElement
    expect(within(card).getByText('Ada Example')).toHaveClass('p-name')
    expect(within(card).queryByRole('link', { name: 'Ada Example' })).toBeNull()
    expect(card.querySelector('.u-uid.u-url')).toHaveAttribute('value', 'https://example.org')
    expect(within(card).getByRole('link', { name: 'ada@example.org' })).toHaveClass('u-email')
    expect(within(card).getByRole('link', { name: 'GitHub' })).toHaveAttribute('rel', 'me')
  })

  it('shows the owner’s name once if it replaces the headline, and keeps it in the h-card', () => {
    const { container } = render(opening({ name: 'Ada Example', headline: null }))
    expect(screen.getByRole('heading', { name: 'Ada Example' })).toBeInTheDocument()
    expect(screen.getAllByText('Ada Example')).toHaveLength(1)
    expect(container.querySelector('.p-name')).toHaveAttribute('value', 'Ada Example')
  })

  it('has the introduction after the owner and the contact', () => {
    render(opening({ name: 'Ada Example', contact: 'mailto:ada@example.org' }))
    const introduction = screen.getByText(/^I am a backend and systems engineer/)
    const order = (element: HTMLElement) => element.compareDocumentPosition(introduction)
    expect(order(screen.getByText('Ada Example'))).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
    expect(order(screen.getByRole('link', { name: 'ada@example.org' }))).toBe(
      Node.DOCUMENT_POSITION_FOLLOWING,
    )
  })

  it('says when there are no sections yet', () => {
    render(opening({}, { sections: [] }))
    expect(screen.getByText(/has no sections yet/)).toBeInTheDocument()
  })

  it('distinguishes sections that cannot be shown from missing sections', () => {
    render(opening({}, { sections: [], unavailable: [{ number: 1, anchor: 'now' }] }))
    expect(screen.getByText(/None of this manual’s sections can be shown/)).toBeInTheDocument()
    expect(screen.queryByText(/has no sections yet/)).toBeNull()
  })
})

describe('the contents', () => {
  it('begin with the opening, and list every section with its number, title and link', () => {
    render(<Contents manual={manualWith()} />)
    const contents = screen.getByRole('navigation', { name: 'Contents' })
    const links = within(contents).getAllByRole('link', { hidden: true })
    expect(links.map((link) => [spoken(link), link.getAttribute('href')])).toEqual([
      ['Opening I build systems to understand them.', '#_text'],
      ['§ 1 Now Current state of the system', '#now'],
      ['§ 2 Engineering Principles Rules I use when the answer is not obvious', '#principles'],
      ['§ 3 History How the questions became more fundamental', '#history'],
      ['§ 4 Exploration Areas Domains where the questions keep multiplying', '#exploration'],
      ['§ 5 Mental Models Ways I compress complicated systems', '#models'],
      ['§ 6 Shelf', '#shelf'],
      ['§ 7 Outside Engineering A little distance improves the model', '#outside'],
      [
        '§ 8 Writing Philosophy I do not learn through roadmaps. I learn through things that seem interesting enough to build.',
        '#writing',
      ],
    ])
  })

  it('are missing for a single section', () => {
    const { sections, ...rest } = manualWith()
    const { container } = render(<Contents manual={{ ...rest, sections: sections.slice(0, 1) }} />)
    expect(container).toBeEmptyDOMElement()
  })
})
