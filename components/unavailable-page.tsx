import { StatusPage } from './status-page.tsx'

/** Shown when there has never been good content: the only time readers get no manual. */
export function UnavailablePage() {
  return (
    <StatusPage code="503" title="The manual is not here yet." status="Not available">
      <p>
        The server is running, but its content source has not answered yet, and there is no earlier copy to
        show. This page will return by itself.
      </p>
      <p>
        <a href="/">Try again</a>
      </p>
    </StatusPage>
  )
}
