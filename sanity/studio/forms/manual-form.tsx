import { useEffect, useEffectEvent } from 'react'
import { useEditState, type ObjectInputProps } from 'sanity'
import { text } from '#sanity/schema/text.ts'
import { focusWhenShown } from './focus-when-shown.ts'

/**
 * The form of the manual. One without a headline begins there, and offers no versions to choose between: see
 * `styles.ts`.
 */
export function ManualForm(props: ObjectInputProps) {
  const { value, focusPath } = props
  const begin = useEffectEvent(() => {
    if (text(value?.headline) === undefined && focusPath.length === 0) focusWhenShown('headline')
  })
  // Only when it opens: later the focus is its author's.
  useEffect(() => begin(), [])
  const { published } = useEditState('manual', 'manual')
  const isPublished = text(published?.['headline']) !== undefined
  return <div {...(!isPublished && { 'data-unpublished': true })}>{props.renderDefault(props)}</div>
}
