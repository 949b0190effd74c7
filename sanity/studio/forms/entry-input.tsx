import { useEffect, useEffectEvent } from 'react'
import { pathToString, type ObjectInputProps } from 'sanity'
import { focusWhenShown } from './focus-when-shown.ts'

/** An entry that is open. While nothing is written in it, it begins with its first field. */
export function EntryInput(props: ObjectInputProps) {
  const { value, path, schemaType } = props
  const begin = useEffectEvent(() => {
    const { _key, _type, ...content } = value ?? {}
    const [first] = schemaType.fields
    if (first && !Object.values(content).some(Boolean)) focusWhenShown(pathToString([...path, first.name]))
  })
  // Only when it opens: later the focus is its author's.
  useEffect(() => begin(), [])
  return props.renderDefault(props)
}
