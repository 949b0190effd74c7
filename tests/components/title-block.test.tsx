import { render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { TitleBlock } from '#components/title-block.tsx'

const cells = () =>
  screen.getAllByRole('term').map((term) => [term.textContent, term.nextElementSibling?.textContent?.trim()])

describe('the title block', () => {
  it('has the day of the latest change as its sign, followed by status, revision and the confirmation of Now', () => {
    render(
      <TitleBlock
        language="en"
        revision="18ab1ac92b94"
        publishedAt="2026-11-24T22:30:00Z"
        status="Current"
        isUsual
        confirmed={{ date: '2026-11-21', text: '5 days ago' }}
      />,
    )
    expect(cells()).toEqual([
      ['Date', '24 Nov 2026'],
      ['Status', 'Current'],
      ['Revision', '18ab1ac92b94'],
      ['Now confirmed', '5 days ago'],
    ])
    expect(screen.getByText('24', { exact: false })).toHaveAttribute('datetime', '2026-11-24T22:30:00Z')
  })

  it('has the revision as its sign if nothing was published, and no cells for unknown values', () => {
    render(<TitleBlock language="en" revision="18ab1ac92b94" status="Current" />)
    expect(cells()).toEqual([
      ['Revision', '18ab 1ac92b94'],
      ['Status', 'Current'],
    ])
    expect(screen.queryByRole('time')).toBeNull()
  })

  it('has the status code on a page without a manual', () => {
    render(<TitleBlock language="en" code="404" status="Not found" />)
    expect(cells()).toEqual([
      ['Answer', '404'],
      ['Status', 'Not found'],
    ])
  })

  it('is repeated on every printed page, and escapes texts in its style sheet', () => {
    render(<TitleBlock language="en" document={'A "manual"\\</style><b>'} revision="18ab" status="Draft" />)
    const style = [...document.querySelectorAll('style')].at(-1)?.textContent
    expect(style).toBe(
      ':root{--print-document:"Document\\a A \\22 manual\\22 \\5c \\3c /style\\3e \\3c b\\3e ";--print-state:"Revision 18ab\\a Draft";' +
        '--print-sheet:"Sheet\\a ";--print-of:" of ";--print-of-end:""}',
    )
  })
})

it('a long name is shortened in the foot of a printed page, by the width of its characters', () => {
  render(<TitleBlock language="en" document={'Ж'.repeat(60)} revision="60" status="Draft" />)
  const style = () => [...document.querySelectorAll('style')].at(-1)?.textContent
  expect(style()).toContain(`:"Document\\a ${'Ж'.repeat(35)}\\2026 "`)
  // Each character is as wide as two.
  render(<TitleBlock language="en" document={'手'.repeat(60)} revision="61" status="Draft" />)
  expect(style()).toContain(`:"Document\\a ${'手'.repeat(17)}\\2026 "`)
  // One glyph in a browser, or two if the system has no font for it.
  render(<TitleBlock language="en" document={'नि'.repeat(60)} revision="62" status="Draft" />)
  expect(style()?.match(/न/g)).toHaveLength(17)
})

describe('the theme control', () => {
  it("has three choices, of which the system's is selected at first", () => {
    render(<TitleBlock language="en" status="Published" />)
    const group = screen.getByRole('group', { name: 'Theme' })
    const choices = within(group).getAllByRole('radio')
    expect(choices.map((choice) => choice.getAttribute('value'))).toEqual(['system', 'light', 'dark'])
    expect(within(group).getByRole('radio', { name: 'System' })).toBeChecked()
  })
})
