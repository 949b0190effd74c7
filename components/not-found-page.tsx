import { StatusPage } from './status-page.tsx'

export function NotFoundPage({ identity }: { identity?: string | undefined }) {
  return (
    <StatusPage code="404" title="There is no sheet at this address." status="Not found" identity={identity}>
      <p>
        It may have been moved or mistyped. The manual itself is one page, and everything it says is on it.
      </p>
      <p>
        <a href="/">Open the manual</a>
      </p>
    </StatusPage>
  )
}
