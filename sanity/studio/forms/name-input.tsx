import {
  getPublishedId,
  PatchEvent,
  set,
  unset,
  useEditState,
  useFormValue,
  type StringInputProps,
} from 'sanity'
import { useDocumentPane } from 'sanity/structure'
import { anchorFor, isProposed } from '../anchor.ts'
import { useOutlineRows } from '../use-outline-rows.ts'
import { LineInput } from './line-input.tsx'

interface Section {
  _id: string
  _type: string
  eyebrow?: unknown
  anchor?: unknown
}

/**
 * The input for a section's name. It makes the anchor from the name, unless the author has chosen one, or the section
 * is published: links that people share depend on it.
 */
export function NameInput(props: StringInputProps) {
  const section = useFormValue(whole) as Section
  const id = getPublishedId(section._id)
  const { published, ready } = useEditState(id, section._type)
  const rows = useOutlineRows()
  const { onChange } = useDocumentPane()
  const propose = (name: string) => {
    if (!ready || published || !rows || !isProposed(section.anchor, section)) return
    const others = rows.filter(({ _id }) => getPublishedId(_id) !== id)
    const taken = others.map(({ anchor }) => anchor)
    const anchor = name && anchorFor({ _type: section._type, eyebrow: name }, taken)
    onChange(PatchEvent.from(anchor ? set(anchor, ['anchor']) : unset(['anchor'])))
  }
  return <LineInput {...props} onLine={propose} />
}

/** The path of the whole document; the same list at each rendering. */
const whole: [] = []
