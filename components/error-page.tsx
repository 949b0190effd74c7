import { StatusPage } from './status-page.tsx'

export function ErrorPage({ identity }: { identity?: string | undefined }) {
  return (
    <StatusPage code="500" title="This page could not be drawn." status="Failed" identity={identity}>
      <p>
        Something went wrong on the server. It is not your fault, and it has been logged. Trying again often
        helps.
      </p>
      <p>
        <a href="/">Try again</a>
      </p>
    </StatusPage>
  )
}
