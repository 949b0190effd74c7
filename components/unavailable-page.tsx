import { StatusPage } from './status-page.tsx'

/** Shown when no good content was ever seen: the only time that readers get no manual. */
export function UnavailablePage() {
  return (
    <StatusPage code="503" title="The manual is not here yet." status="Not available">
      <p>
        This server is running, but the place where the manual is written has not answered it so far, and
        there is no earlier copy to show instead. Nothing is lost: the page returns by itself as soon as the
        manual can be read.
      </p>
      <p>
        <a href="/">Try again</a>
      </p>
    </StatusPage>
  )
}
