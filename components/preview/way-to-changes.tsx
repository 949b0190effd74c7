'use client'

import Link from 'next/link'
import { useEffect, type ReactNode } from 'react'

/** Where the page was left for the list of changes, in pixels from its top. */
let place: number | undefined

/**
 * A link between the page and the list of changes, like any other. Where scripts run it is followed without a
 * page load, so that the Studio around the page stays connected, and the page is found again where it was left.
 */
export function WayToChanges({ href, children }: { href: '/' | '/?changes'; children: ReactNode }) {
  const isOnPage = href === '/?changes'
  useEffect(() => {
    // An address with a fragment leads to its place.
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
