import { useEffect, useEffectEvent } from 'react'
import { useEditState, type ObjectInputProps } from 'sanity'
import { text } from '#sanity/schema/text.ts'

/**
 * The form of the manual. Without a headline the focus is on that field, and the manual counts as not
 * published: see `styles.ts`.
 */
export function ManualForm(props: ObjectInputProps) {
  const { value, focusPath, onPathFocus } = props
  const begin = useEffectEvent(() => {
    if (text(value?.headline) === undefined && focusPath.length === 0) onPathFocus(['headline'])
  })
  // Only when the form opens, so that it never moves the author's focus.
  useEffect(() => begin(), [])
  const { published } = useEditState('manual', 'manual')
  const isPublished = text(published?.['headline']) !== undefined
  return <div {...(!isPublished && { 'data-unpublished': true })}>{props.renderDefault(props)}</div>
}
