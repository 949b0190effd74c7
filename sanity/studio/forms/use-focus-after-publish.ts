import { useEffect, useRef, type RefObject } from 'react'

/**
 * Puts the focus on a form, or an open entry, once its draft is published. "Publish" is disabled then, which would
 * leave the focus nowhere: Tab would begin at the top of the page again, and Escape would not close the entry.
 *
 * @param frame an element that can have the focus: `tabIndex={-1}`.
 */
export function useFocusAfterPublish(frame: RefObject<HTMLElement | null>, hasDraft: boolean): void {
  const hadDraft = useRef(hasDraft)
  useEffect(() => {
    const { activeElement } = document
    const isNowhere = activeElement === document.body || activeElement?.matches(':disabled')
    if (hadDraft.current && !hasDraft && isNowhere) frame.current?.focus({ preventScroll: true })
    hadDraft.current = hasDraft
  }, [frame, hasDraft])
}
