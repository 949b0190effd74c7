import { StatusPage, type StatusProps } from './status-page.tsx'

export const ErrorPage = (manual: StatusProps) => (
  <StatusPage code="500" title="failedTitle" status="failed" text="failedText" link="tryAgain" {...manual} />
)
