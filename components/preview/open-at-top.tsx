'use client'

import { useEffect } from 'react'

/**
 * Shows a page from its beginning that was reached from far down another one. An address with a fragment
 * leads to its place.
 */
export function OpenAtTop() {
  useEffect(() => {
    if (location.hash === '') scrollTo(0, 0)
  }, [])
  return null
}
