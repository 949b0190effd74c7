import { StatusPage, type StatusProps } from './status-page.tsx'

/** Shown when the content API is away and there is no last good content. */
export const UnavailablePage = (manual: StatusProps) => (
  <StatusPage
    code="503"
    title="notAvailableTitle"
    status="notAvailable"
    text="notAvailableText"
    link="tryAgain"
    {...manual}
  />
)
