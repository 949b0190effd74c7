import { TextArea } from '@sanity/ui'
import { set, unset, type StringInputProps } from 'sanity'

interface LineInputProps extends StringInputProps {
  /** Called with what the line has become, after it was changed. */
  onLine?: (line: string) => void
}

/**
 * An input for a single line that wraps, so that all of it can be read. Line breaks in pasted text become
 * spaces.
 */
export function LineInput({ elementProps, onChange, onLine, value, validationError }: LineInputProps) {
  return (
    <TextArea
      {...elementProps}
      {...(value && validationError && { customValidity: validationError })}
      rows={1}
      style={{ resize: 'none' }}
      onChange={(event) => {
        const line = event.currentTarget.value.replaceAll(/\s*\n\s*/g, ' ')
        onChange(line === '' ? unset() : set(line))
        onLine?.(line)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.preventDefault()
      }}
    />
  )
}
