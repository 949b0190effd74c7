import { useEffect, useRef } from 'react'

/** The tab of Presentation that shows the form, where there is no room for it beside the page. */
const formTab = 'presentation-narrow-tab-content'

/**
 * On a phone, where Presentation shows the page or the form: shows the form once a sentence of the page is
 * tapped. By itself, Presentation opens the sentence in the form that cannot be seen.
 */
export function useFormOnPhone(): void {
  const address = typeof location === 'undefined' ? '' : location.pathname
  const before = useRef(address)
  useEffect(() => {
    // Type, document and field: one that is opened with the page has no field.
    const isField = /\/presentation\/[^/]+\/[^/]+\/[^/]+/.test(address)
    if (isField && address !== before.current) document.getElementById(formTab)?.click()
    before.current = address
  }, [address])
}
