import type { ReactNode } from 'react'

/**
 * A link to a field's form in the Studio; without an address, as for guests of a shared preview, only its
 * text.
 */
export function FieldLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (!href) return children
  return (
    // In the Studio's preview, the Studio itself goes there, not the frame.
    <a href={href} target="_top">
      {children}
    </a>
  )
}
