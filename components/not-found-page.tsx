import { StatusPage, type StatusProps } from './status-page.tsx'

export const NotFoundPage = (manual: StatusProps) => (
  <StatusPage
    code="404"
    title="notFoundTitle"
    status="notFound"
    text="notFoundText"
    link="openManual"
    {...manual}
  />
)
