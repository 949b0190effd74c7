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

/** "Add reading", "Add principle": says what is added, and begins with its first field. */
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

/** The type of a list that says, while there is nothing in it, what there will be: "No readings yet". */
export function withPlaceholder(list: SchemaType): SchemaType {
  const placeholder = `No ${(list.title ?? 'items').toLowerCase()} yet`
  const known = placeholders.get(list) ?? Object.create(list, { placeholder: { value: placeholder } })
  placeholders.set(list, known)
  return known
}

/**
 * The dialog that opens for a new entry takes the focus to its way back: this puts it into the entry's field,
 * and leaves it alone once its author has written something, pointed somewhere or gone to another field.
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
 * An entry of a section: its number on the page is before it, in place of an icon, and, in Now, "Still true"
 * after it.
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

/**
 * An entry in words, marked with its number. Inside an open entry there are other things, which have none.
 */
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
