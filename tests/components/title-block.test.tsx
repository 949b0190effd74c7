import { render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { TitleBlock } from '#components/title-block.tsx'

const cells = () =>
  screen.getAllByRole('term').map((term) => [term.textContent, term.nextElementSibling?.textContent])

describe('the title block', () => {
  it('says what the document is, in which state, and in which other forms', () => {
    render(
      <TitleBlock
        language="en"
        document="Identity / Operating Manual"
        owner="Ada Example"
        revision="18ab1ac92b94"
        publishedAt="2026-11-24T22:30:00Z"
        status="Published"
        siteUrl="https://example.org"
        hasFormats
      />,
    )
    expect(cells()).toEqual([
      ['Document', 'Identity / Operating Manual'],
      ['Revision', '18ab1ac92b94'],
      ['Date', '24 November 2026'],
      ['Status', 'Published'],
      ['Owner', 'Ada Example'],
      ['Sheet', '1 of 1'],
      ['Address', 'example.org'],
      ['Other forms', 'Markdown JSON llms.txt'],
    ])
    expect(within(screen.getByRole('contentinfo')).getByRole('link', { name: 'JSON' })).toHaveAttribute(
      'href',
      '/manual.json',
    )
  })

  it('has no date while nothing was published, and no cell for what was not given', () => {
    render(<TitleBlock language="en" status="Published" />)
    expect(cells()).toEqual([
      ['Document', 'Operating Manual'],
      ['Status', 'Published'],
      ['Sheet', '1 of 1'],
    ])
    expect(screen.queryByRole('time')).toBeNull()
  })

  it('is repeated on every printed sheet, and no text can end the style sheet that says so', () => {
    render(<TitleBlock language="en" document={'A "manual"\\</style><b>'} revision="18ab" status="Draft" />)
    const style = [...document.querySelectorAll('style')].at(-1)?.textContent
    expect(style).toBe(
      ':root{--print-document:"Document\\a A \\22 manual\\22 \\5c \\3c /style\\3e \\3c b\\3e ";--print-state:"Revision 18ab\\a Draft";' +
        '--print-sheet:"Sheet\\a ";--print-of:" of ";--print-of-end:""}',
    )
  })
})

it('a long name is shortened in the foot of a printed sheet, where there is room for so much', () => {
  render(<TitleBlock language="en" document={'Ж'.repeat(60)} revision="60" status="Draft" />)
  const style = () => [...document.querySelectorAll('style')].at(-1)?.textContent
  expect(style()).toContain(`:"Document\\a ${'Ж'.repeat(35)}\\2026 "`)
  // Each takes the room of two.
  render(<TitleBlock language="en" document={'手'.repeat(60)} revision="61" status="Draft" />)
  expect(style()).toContain(`:"Document\\a ${'手'.repeat(17)}\\2026 "`)
  // One sign on the page, two where the system has no face for it.
  render(<TitleBlock language="en" document={'नि'.repeat(60)} revision="62" status="Draft" />)
  expect(style()?.match(/न/g)).toHaveLength(17)
})

describe('the theme control', () => {
  it('is a choice of three, and begins with what the system says', () => {
    render(<TitleBlock language="en" status="Published" />)
    const group = screen.getByRole('group', { name: 'Theme' })
    const choices = within(group).getAllByRole('radio')
    expect(choices.map((choice) => choice.getAttribute('value'))).toEqual(['system', 'light', 'dark'])
    expect(within(group).getByRole('radio', { name: 'System' })).toBeChecked()
  })
})
