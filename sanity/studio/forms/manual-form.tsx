import { useEffect } from 'react'
import type { ObjectInputProps } from 'sanity'
import { text } from '#sanity/schema/text.ts'

/** The form of the manual. One without a headline begins there. */
export function ManualForm(props: ObjectInputProps) {
  const { value, focusPath, onPathFocus } = props
  const isToBegin = text(value?.headline) === undefined && focusPath.length === 0
  useEffect(() => {
    if (isToBegin) onPathFocus(['headline'])
    // Only when it opens: later the focus is its author's.
  }, [])
  return props.renderDefault(props)
}
