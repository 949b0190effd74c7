import { render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { TitleBlock } from '#components/title-block.tsx'

const cells = () =>
  screen.getAllByRole('term').map((term) => [term.textContent, term.nextElementSibling?.textContent?.trim()])

describe('the title block', () => {
  it('has the day of the latest change as its largest sign, then status, revision and when Now was confirmed', () => {
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

  it('has the revision in its place while nothing was published, and no cell for what is not known', () => {
    render(<TitleBlock language="en" revision="18ab1ac92b94" status="Current" />)
    expect(cells()).toEqual([
      ['Revision', '18ab 1ac92b94'],
      ['Status', 'Current'],
    ])
    expect(screen.queryByRole('time')).toBeNull()
  })

  it('has the code of the answer on a page that has no manual to show', () => {
    render(<TitleBlock language="en" code="404" status="Not found" />)
    expect(cells()).toEqual([
      ['Answer', '404'],
      ['Status', 'Not found'],
    ])
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
