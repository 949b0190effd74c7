'use client'

import Link from 'next/link'
import { useEffect, type ReactNode } from 'react'

/** The scroll position, in pixels, at which the page was left for the list of changes. */
let place: number | undefined

/**
 * A link between the page and the list of changes. It navigates on the client, so that the Presentation tool
 * stays connected, and the page returns to its scroll position; without scripts, it is an ordinary link.
 */
export function WayToChanges({ href, children }: { href: '/' | '/?changes'; children: ReactNode }) {
  const isOnPage = href === '/?changes'
  useEffect(() => {
    // With a fragment, the browser scrolls to its target.
    if (location.hash !== '') return
    if (!isOnPage) scrollTo(0, 0)
    else if (place !== undefined) scrollTo(0, place)
    if (isOnPage) place = undefined
  }, [isOnPage])
  return (
    <Link href={href} prefetch={false} scroll={false} onClick={() => (place = isOnPage ? scrollY : place)}>
      {children}
    </Link>
  )
}
