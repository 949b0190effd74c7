import { render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { Contents } from '#components/contents.tsx'
import { Opening } from '#components/opening.tsx'
import { RunningHead } from '#components/running-head.tsx'
import { noEdit } from '#lib/manual/index.ts'
import { manualWith } from './support.ts'

const opening = (fields: Record<string, unknown> = {}, rest: object = {}) => (
  <Opening
    manual={{ ...manualWith({ manual: fields }), ...rest }}
    edit={noEdit}
    siteUrl="https://example.org"
  />
)

describe('the running head', () => {
  it('names the document and says whether its owner is open to talk', () => {
    render(<RunningHead opening={manualWith().opening} />)
    const banner = screen.getByRole('banner')
    expect(banner).toHaveTextContent('Identity / Operating Manual')
    expect(banner).toHaveTextContent('Open to systems conversations')
    expect(screen.queryByRole('link', { name: 'Open to systems conversations' })).toBeNull()
  })

  it('links the availability when there is a way to answer it', () => {
    const availability = { text: 'Open to talk', href: 'mailto:ada@example.org' }
    render(<RunningHead opening={manualWith({ manual: { availability } }).opening} />)
    expect(screen.getByRole('link', { name: 'Open to talk' })).toHaveAttribute(
      'href',
      'mailto:ada@example.org',
    )
  })

  it('shows availability with its mark until its last day, and without after it', () => {
    const { opening } = manualWith({
      manual: { availability: { text: 'Open to talk', state: 'limited', until: '2026-11-30' } },
    })
    const { rerender } = render(<RunningHead opening={opening} today="2026-11-30" />)
    expect(screen.getByRole('img', { name: 'limited' })).toBeInTheDocument()
    expect(screen.getByText('until 30 Nov 2026')).toHaveAttribute('datetime', '2026-11-30')
    rerender(<RunningHead opening={opening} today="2026-12-01" />)
    expect(screen.queryByRole('img')).toBeNull()
    expect(screen.getByText('said until 30 Nov 2026')).toBeInTheDocument()
    expect(screen.getByText('Open to talk')).toBeInTheDocument()
  })

  it('shows no mark when its author has chosen none', () => {
    render(<RunningHead opening={manualWith().opening} />)
    expect(screen.getByText('Open to systems conversations')).toBeInTheDocument()
    expect(screen.queryByRole('img')).toBeNull()
  })

  it('says nothing about availability when its author has not', () => {
    render(<RunningHead opening={manualWith({ manual: { availability: null } }).opening} />)
    expect(screen.getByRole('banner').textContent).toBe('Skip to the manualIdentity / Operating Manual')
  })

  it('begins with the way past itself', () => {
    render(<RunningHead />)
    expect(screen.getAllByRole('link')[0]).toHaveAccessibleName('Skip to the manual')
  })
})

describe('the opening', () => {
  it('has the headline as the only heading, and the introduction under it', () => {
    render(opening())
    expect(screen.getByRole('heading')).toHaveTextContent('I build systems to understand them.')
    expect(screen.getByText(/^I am a backend and systems engineer/)).toBeInTheDocument()
  })

  it.each([
    [{ headline: null, name: 'Ada Example' }, 'Ada Example'],
    [{ headline: null, name: null }, 'Identity / Operating Manual'],
    [{ headline: null, name: null, identity: null }, 'Operating Manual'],
  ])('has a heading also without a headline: %o', (fields, heading) => {
    render(opening(fields))
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(heading)
  })

  it('carries no h-card while nobody has said who the owner is', () => {
    const { container } = render(opening())
    expect(container.querySelector('.h-card')).toBeNull()
    expect(screen.queryByRole('group')).toBeNull()
  })

  it('says who the owner is and how to reach them, as far as that was given', () => {
    const profiles = [{ _key: 'code', label: 'GitHub', href: 'https://github.com/example' }]
    const { container } = render(
      opening({ name: 'Ada Example', contact: 'mailto:ada@example.org?subject=Hello', profiles }),
    )
    const card = container.querySelector('.h-card') as HTMLElement
    const name = within(card).getByRole('link', { name: 'Ada Example' })
    expect(name).toHaveAttribute('href', 'https://example.org')
    expect(name).toHaveClass('p-name', 'u-url', 'u-uid')
    expect(within(card).getByRole('link', { name: 'ada@example.org' })).toHaveClass('u-email')
    expect(within(card).getByRole('link', { name: 'GitHub' })).toHaveAttribute('rel', 'me')
  })

  it('says that there is nothing to read yet, when there is not', () => {
    render(opening({}, { sections: [] }))
    expect(screen.getByText(/has no sections yet/)).toBeInTheDocument()
  })

  it('tells sections that cannot be shown from sections that are not there', () => {
    render(opening({}, { sections: [], leftOut: 8 }))
    expect(screen.getByText(/None of this manual’s sections can be shown/)).toBeInTheDocument()
    expect(screen.queryByText(/has no sections yet/)).toBeNull()
  })
})

describe('the contents', () => {
  it('list every section with its number, and lead there', () => {
    render(<Contents language="en" sections={manualWith().sections} />)
    const links = within(screen.getByRole('navigation', { name: 'Contents' })).getAllByRole('link')
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['§ 1 Now', '#now'],
      ['§ 2 Engineering Principles', '#principles'],
      ['§ 3 History', '#history'],
      ['§ 4 Exploration Areas', '#exploration'],
      ['§ 5 Mental Models', '#models'],
      ['§ 6 Shelf', '#shelf'],
      ['§ 7 Outside Engineering', '#outside'],
      ['§ 8 Writing Philosophy', '#writing'],
    ])
  })

  it('are not there for a single section', () => {
    const { container } = render(<Contents language="en" sections={manualWith().sections.slice(0, 1)} />)
    expect(container).toBeEmptyDOMElement()
  })
})
