import { useEffect, useEffectEvent } from 'react'
import { pathToString, type ObjectInputProps } from 'sanity'
import { focusWhenShown } from './focus-when-shown.ts'

/** The form of an entry. While the entry is empty, the focus is on its first field. */
export function EntryInput(props: ObjectInputProps) {
  const { value, path, schemaType } = props
  const begin = useEffectEvent(() => {
    const { _key, _type, ...content } = value ?? {}
    const [first] = schemaType.fields
    if (first && !Object.values(content).some(Boolean)) focusWhenShown(pathToString([...path, first.name]))
  })
  // Only when the form opens, so that it never moves the author's focus.
  useEffect(() => begin(), [])
  return props.renderDefault(props)
}
