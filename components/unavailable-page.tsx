import { StatusPage, type StatusProps } from './status-page.tsx'

/** Shown when there has never been good content: the only time readers get no manual. */
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
