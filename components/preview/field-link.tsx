import type { ReactNode } from 'react'

/**
 * A link to a field in the Studio. Only the text if there is no address, as for guests of a shared preview.
 */
export function FieldLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (!href) return children
  return (
    // Inside the Presentation tool, `_top` navigates the Studio rather than the frame.
    <a href={href} target="_top">
      {children}
    </a>
  )
}
