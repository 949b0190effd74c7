import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ErrorPage } from '#components/error-page.tsx'
import { NotFoundPage } from '#components/not-found-page.tsx'
import { UnavailablePage } from '#components/unavailable-page.tsx'

const pages = [
  ['not found', NotFoundPage, /no sheet at this address/, 'Not found'],
  ['not available', UnavailablePage, /not here yet/, 'Not available'],
  ['failed', ErrorPage, /could not be drawn/, 'Failed'],
] as const

describe.each(pages)('the page that says "%s"', (_name, Page, title, status) => {
  it('says what has happened, and what can be done', () => {
    render(<Page />)
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(title)
    expect(screen.getByText(status)).toBeInTheDocument()
    expect(screen.getByRole('main')).toContainElement(
      screen.getByRole('link', { name: /Open the manual|Try again/ }),
    )
  })

  it('has no revision and no date', () => {
    render(<Page />)
    expect(screen.queryByText('Revision')).toBeNull()
    expect(screen.queryByText('Date')).toBeNull()
  })
})

it('names the manual when a page was not found', () => {
  render(<NotFoundPage identity="Identity / Operating Manual" />)
  expect(screen.getByRole('banner')).toHaveTextContent('Identity / Operating Manual')
})

it('says that a page failed, names the manual, and offers another try', () => {
  render(<ErrorPage identity="Identity / Operating Manual" />)
  expect(screen.getByRole('banner')).toHaveTextContent('Identity / Operating Manual')
  expect(screen.getByRole('link', { name: 'Try again' })).toHaveAttribute('href', '/')
})
