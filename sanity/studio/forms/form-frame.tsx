import { useEffect, useEffectEvent, useRef, type FocusEvent, type ReactNode } from 'react'
import { getPublishedId, pathToString, useEditState, usePerspective, type ObjectInputProps } from 'sanity'
import { nameOf } from '../document-name.ts'
import { Errors } from './errors.tsx'
import { useFocusAfterPublish } from './use-focus-after-publish.ts'

const textFields = 'input, textarea, [contenteditable]'

/**
 * Puts the caret at the end of a text. A field that gets the focus without a click has it at the start, where
 * nobody has put it. A click sets it after this.
 */
function toEnd(field: Element): void {
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return
  // `null` in fields that have no caret, such as numbers.
  if (field.selectionEnd === 0) field.setSelectionRange(field.value.length, field.value.length)
}

type FormFrameProps = Pick<ObjectInputProps, 'value' | 'schemaType' | 'focusPath' | 'onPathFocus'> & {
  children: ReactNode
}

/** Whether a document is as it was created: by the seed or an import, and nobody has edited it since. */
const isUntouched = ({ _createdAt, _updatedAt }: { _createdAt?: unknown; _updatedAt?: unknown } = {}) =>
  _createdAt !== undefined && _createdAt === _updatedAt

/**
 * What surrounds the form of a document: says to `styles.ts` what has become of the document, and puts the caret nowhere
 * while the published version is shown, in which nothing can be typed. Without that, the field that the address
 * names has it, and the form scrolls there. The author can still put it into a field, to copy from it.
 */
export function FormFrame({ value, schemaType, focusPath, onPathFocus, children }: FormFrameProps) {
  const { draft, ready } = useEditState(getPublishedId(String(value?._id ?? '')), schemaType.name)
  const isPublished = usePerspective().selectedPerspectiveName === 'published'
  const form = useRef<HTMLDivElement>(null)
  const isOfAuthor = useRef(false)
  useFocusAfterPublish(form, Boolean(draft))
  const focused = pathToString(focusPath)
  const toTop = () =>
    // Once the Studio has scrolled to the field.
    requestAnimationFrame(() => form.current?.scrollIntoView({ block: 'start' }))
  const leave = useEffectEvent(() => {
    if (isOfAuthor.current) return
    onPathFocus([])
    toTop()
  })
  useEffect(() => {
    if (isPublished && focused !== '') leave()
  }, [isPublished, focused])
  const seen = useRef(new WeakSet<Element>())
  // Events of an open entry come here, too.
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    if (!seen.current.has(target)) toEnd(target)
    seen.current.add(target)
    // Some fields take the focus later than their path has it.
    if (!isPublished || isOfAuthor.current || !target.matches(textFields)) return
    target.blur()
    toTop()
  }
  const onAct = () => {
    isOfAuthor.current = true
  }
  return (
    <div
      ref={form}
      role="group"
      aria-label={nameOf(schemaType.name, value)}
      tabIndex={-1}
      style={{ outline: 'none' }}
      onFocusCapture={onFocus}
      onPointerDownCapture={onAct}
      onKeyDownCapture={onAct}
      {...(ready && !draft && { 'data-undrafted': true })}
      {...(isUntouched(value) && { 'data-untouched': true })}
    >
      <Errors document={value as { _id?: unknown } | undefined}>{children}</Errors>
    </div>
  )
}
