import { TextArea } from '@sanity/ui'
import { set, unset, type StringInputProps } from 'sanity'

/**
 * A line of text that grows, so that a long one can be read whole: a field of one line would show a part of
 * it. What is pasted in several lines becomes one.
 */
export function LineInput({ elementProps, onChange, value, validationError }: StringInputProps) {
  return (
    <TextArea
      {...elementProps}
      {...(value && validationError && { customValidity: validationError })}
      rows={1}
      style={{ resize: 'none' }}
      onChange={(event) => {
        const line = event.currentTarget.value.replaceAll(/\s*\n\s*/g, ' ')
        onChange(line === '' ? unset() : set(line))
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.preventDefault()
      }}
    />
  )
}
