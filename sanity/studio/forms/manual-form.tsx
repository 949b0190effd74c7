import { useEffect, useEffectEvent } from 'react'
import { useEditState, type ObjectInputProps } from 'sanity'
import { text } from '#sanity/schema/text.ts'

/** The form of the manual. One without a headline begins there, and has not been published: see `styles.ts`. */
export function ManualForm(props: ObjectInputProps) {
  const { value, focusPath, onPathFocus } = props
  const begin = useEffectEvent(() => {
    if (text(value?.headline) === undefined && focusPath.length === 0) onPathFocus(['headline'])
  })
  // Only when it opens: later the focus is its author's.
  useEffect(() => begin(), [])
  const { published } = useEditState('manual', 'manual')
  const isPublished = text(published?.['headline']) !== undefined
  return <div {...(!isPublished && { 'data-unpublished': true })}>{props.renderDefault(props)}</div>
}
