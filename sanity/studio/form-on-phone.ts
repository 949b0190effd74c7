import { useEffect, useRef } from 'react'

/** The id of the Presentation tool's tab for the form, on narrow screens. */
const formTab = 'presentation-narrow-tab-content'

/**
 * On a phone the Presentation tool shows either the page or the form. Shows the form when a sentence of the
 * page is tapped; by itself, the tool opens the sentence in the hidden form.
 */
export function useFormOnPhone(): void {
  const address = typeof location === 'undefined' ? '' : location.pathname
  const before = useRef(address)
  useEffect(() => {
    // Type, document and field. The address that the tool opens with has no field.
    const isField = /\/presentation\/[^/]+\/[^/]+\/[^/]+/.test(address)
    if (isField && address !== before.current) document.getElementById(formTab)?.click()
    before.current = address
  }, [address])
}
