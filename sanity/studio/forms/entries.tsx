import { Box, Button, Flex, Text } from '@sanity/ui'
import { useContext } from 'react'
import {
  pathToString,
  type ArrayInputFunctionsProps,
  type ArraySchemaType,
  type ObjectItem,
  type ObjectItemProps,
  type PreviewProps,
} from 'sanity'
import { focusWhenShown } from './focus-when-shown.ts'
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

const isOfReferences = ({ of }: ArraySchemaType) => of.some(({ name }) => name === 'reference')

const lists = new WeakMap<ArraySchemaType, ArraySchemaType>()

/**
 * The type of a list as the forms have it: while there is nothing in it, it says what there will be ("No readings
 * yet"). No row offers to be copied, since nothing here offers to paste it, and no section to be listed twice.
 */
export function asList(type: ArraySchemaType): ArraySchemaType {
  const known =
    lists.get(type) ??
    (Object.create(type, {
      placeholder: { value: `No ${(type.title ?? 'items').toLowerCase()} yet` },
      options: {
        value: { ...type.options, disableActions: isOfReferences(type) ? ['copy', 'duplicate'] : ['copy'] },
      },
    }) as ArraySchemaType)
  lists.set(type, known)
  return known
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
