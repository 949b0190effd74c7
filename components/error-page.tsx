import { StatusPage } from './status-page.tsx'

interface Props {
  identity?: string
  homeHref?: string
}

export function ErrorPage({ identity, homeHref = '/' }: Props) {
  return (
    <StatusPage code="500" title="This page could not be drawn." status="Failed" identity={identity}>
      <p>
        Something failed on the server, and it is not your doing. It has been written down there. Often a
        second try is enough.
      </p>
      <p>
        <a href={homeHref}>Try again</a>
      </p>
    </StatusPage>
  )
}
