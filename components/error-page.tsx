import { StatusPage } from './status-page.tsx'

export function ErrorPage({ identity }: { identity?: string | undefined }) {
  return (
    <StatusPage code="500" title="This page could not be drawn." status="Failed" identity={identity}>
      <p>
        Something failed on the server, and it is not your doing. It has been written down there. Often a
        second try is enough.
      </p>
      <p>
        <a href="/">Try again</a>
      </p>
    </StatusPage>
  )
}
