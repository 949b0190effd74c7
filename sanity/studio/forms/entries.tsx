import { Box, Button, Flex, Text } from '@sanity/ui'
import { useContext } from 'react'
import {
  pathToString,
  type ArrayInputFunctionsProps,
  type ArraySchemaType,
  type ObjectItem,
  type ObjectItemProps,
  type PreviewProps,
  type SchemaType,
} from 'sanity'
import { EntryContext, SectionContext } from './section-context.ts'

/** The button "Add reading", "Add principle" and so on. Moves the focus to the new entry's first field. */
export function AddEntry({
  schemaType,
  path,
  readOnly,
  onValueCreate,
  onItemAppend,
}: ArrayInputFunctionsProps<ObjectItem, ArraySchemaType<ObjectItem>>) {
  const [entry] = schemaType.of
  if (!entry) return null
  const add = () => {
    const item = onValueCreate(entry as never)
    onItemAppend(item)
    const [first] = entry.jsonType === 'object' && entry.name !== 'reference' ? entry.fields : []
    if (first) focusWhenShown(pathToString([...path, { _key: item._key }, first.name]))
  }
  return (
    <Button
      mode="ghost"
      text={`Add ${(entry.title ?? 'item').toLowerCase()}`}
      disabled={readOnly === true}
      onClick={add}
    />
  )
}

const placeholders = new WeakMap<SchemaType, SchemaType>()

/** A list's type with a placeholder while it is empty: "No readings yet". */
export function withPlaceholder(list: SchemaType): SchemaType {
  const placeholder = `No ${(list.title ?? 'items').toLowerCase()} yet`
  const known = placeholders.get(list) ?? Object.create(list, { placeholder: { value: placeholder } })
  placeholders.set(list, known)
  return known
}

/**
 * Moves the focus to a new entry's field: the dialog that opens for the entry gives it to its breadcrumb.
 * Stops once the author types, clicks, or focuses another field.
 */
function focusWhenShown(id: string): void {
  const ended = new AbortController()
  const end = () => ended.abort()
  for (const event of ['keydown', 'pointerdown', 'input'])
    addEventListener(event, end, { capture: true, signal: ended.signal })
  const latest = performance.now() + 10_000
  let steady = 0
  const look = () => {
    if (ended.signal.aborted) return
    const field = document.getElementById(id)
    const { activeElement } = document
    if (activeElement !== field && activeElement?.matches('input, textarea, [contenteditable=true]'))
      return end()
    if (field && activeElement === field) steady += 1
    else {
      steady = 0
      field?.focus()
    }
    if (steady < 10 && performance.now() < latest) requestAnimationFrame(look)
    else end()
  }
  requestAnimationFrame(look)
}

/**
 * A row for an entry of a section, with its number on the page in place of an icon. In Now, followed by
 * "Still true".
 */
export function EntryRow(props: ObjectItemProps) {
  const section = useContext(SectionContext)
  if (!section) return props.renderDefault(props)
  const { number, isNow, stillTrue } = section
  const key = props.value._key
  const mark = number === undefined ? `${props.index + 1}` : `${number}.${props.index + 1}`
  return (
    <Flex align="center" gap={2} wrap="wrap">
      <Box flex={1} style={{ minWidth: 'min(17rem, 100%)' }}>
        <EntryContext.Provider value={mark}>{props.renderDefault(props)}</EntryContext.Provider>
      </Box>
      {isNow && stillTrue?.isOpen(key) && (
        <Button
          mode="bleed"
          fontSize={1}
          padding={3}
          text="Still true"
          onClick={() => stillTrue.confirm(key)}
        />
      )}
    </Flex>
  )
}

/** The preview of an entry, with its number. Items inside an open entry have none. */
export function EntryPreview(props: PreviewProps) {
  const mark = useContext(EntryContext)
  if (mark === undefined) return props.renderDefault(props)
  return props.renderDefault({
    ...props,
    media: (
      <Text size={1} muted>
        {mark}
      </Text>
    ),
  })
}
