import { useEffect, useEffectEvent } from 'react'
import { useEditState, type ObjectInputProps } from 'sanity'
import { text } from '#sanity/schema/text.ts'
import { focusWhenShown } from './focus-when-shown.ts'

/**
 * The form of the manual. Without a headline, the focus is on that field, and the form offers no versions to
 * choose between: see `styles.ts`.
 */
export function ManualForm(props: ObjectInputProps) {
  const { value, focusPath } = props
  const begin = useEffectEvent(() => {
    if (text(value?.headline) === undefined && focusPath.length === 0) focusWhenShown('headline')
  })
  // Only when the form opens, so that it never moves the author's focus.
  useEffect(() => begin(), [])
  const { published } = useEditState('manual', 'manual')
  const isPublished = text(published?.['headline']) !== undefined
  return <div {...(!isPublished && { 'data-unpublished': true })}>{props.renderDefault(props)}</div>
}
