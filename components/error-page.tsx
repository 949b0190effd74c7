import { StatusPage } from './status-page.tsx'

interface Props {
  identity?: string
  homeHref?: string
  /** By which the failure can be found in the server's log. */
  digest?: string | undefined
}

export function ErrorPage({ identity, homeHref = '/', digest }: Props) {
  return (
    <StatusPage code="500" title="This page could not be drawn." status="Failed" identity={identity}>
      <p>
        Something failed on the server, and it is not your doing. It has been written down there
        {digest ? ` under ${digest}` : ''}. Often a second try is enough.
      </p>
      <p>
        <a href={homeHref}>Try again</a>
      </p>
    </StatusPage>
  )
}
