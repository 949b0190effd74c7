import { TextArea } from '@sanity/ui'
import { set, unset, type StringInputProps } from 'sanity'

/**
 * An input for a single line that wraps, so that all of it can be read. Line breaks in pasted text become
 * spaces.
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
