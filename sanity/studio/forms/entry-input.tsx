import { Stack, Text } from '@sanity/ui'
import { useContext, useEffect, useEffectEvent, useRef, type RefObject } from 'react'
import { pathToString, type ObjectInputProps } from 'sanity'
import { useDocumentPane } from 'sanity/structure'
import { focusWhenShown } from './focus-when-shown.ts'
import { EntryContext, SectionContext } from './section-context.ts'
import { useFocusAfterPublish } from './use-focus-after-publish.ts'

/** The form of an entry, below its number on the page. It opens with the focus on its first field, unless the address names another. */
export function EntryInput(props: ObjectInputProps) {
  const { path, schemaType, focusPath, readOnly } = props
  const isOnPage = useContext(SectionContext)?.number !== undefined
  const mark = useContext(EntryContext)
  const frame = useRef<HTMLDivElement>(null)
  const begun = useRef(false)
  const begin = useEffectEvent(() => {
    const [first] = schemaType.fields
    // Once, so that it never moves the author's focus.
    if (!begun.current && first && focusPath.length === 0) focusWhenShown(pathToString([...path, first.name]))
    begun.current = true
  })
  // A form is read-only until its document is loaded.
  const isReady = readOnly !== true
  useEffect(() => {
    if (isReady) begin()
  }, [isReady])
  useFocusAfterPublish(frame, Boolean(useDocumentPane().editState?.draft))
  useFocusOnEscape(frame)
  return (
    <div ref={frame} tabIndex={-1} style={{ outline: 'none' }}>
      <Stack gap={4}>
        {isOnPage && mark !== undefined && (
          <Text size={1} muted>
            § {mark}
          </Text>
        )}
        {props.renderDefault(props)}
      </Stack>
    </div>
  )
}

/**
 * Puts the focus on an open entry that has lost it, for example with a row that was removed, when Escape is pressed.
 * Sanity closes a dialog with Escape only while the focus is in its pane.
 */
function useFocusOnEscape(frame: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key === 'Escape' && document.activeElement === document.body)
        frame.current?.focus({ preventScroll: true })
    }
    // Before Sanity's own listener, which is on the window too.
    addEventListener('keydown', onKeyDown, { capture: true })
    return () => removeEventListener('keydown', onKeyDown, { capture: true })
  }, [frame])
}
