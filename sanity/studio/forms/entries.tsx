import { Box, Button, Flex, Text } from '@sanity/ui'
import { useContext } from 'react'
import type { ArrayInputFunctionsProps, ArraySchemaType, ObjectItem, ObjectItemProps } from 'sanity'
import { SectionContext } from './section-context.ts'

/** "Add reading", "Add principle": says what is added. */
export function AddEntry({
  schemaType,
  readOnly,
  onValueCreate,
  onItemAppend,
}: ArrayInputFunctionsProps<ObjectItem, ArraySchemaType<ObjectItem>>) {
  const [entry] = schemaType.of
  if (!entry) return null
  return (
    <Button
      mode="ghost"
      text={`Add ${(entry.title ?? 'item').toLowerCase()}`}
      disabled={readOnly === true}
      onClick={() => onItemAppend(onValueCreate(entry as never))}
    />
  )
}

/** An entry of a section: its number on the page before it, and, in Now, "Still true" after it. */
export function EntryRow(props: ObjectItemProps) {
  const section = useContext(SectionContext)
  if (!section) return props.renderDefault(props)
  const { number, isNow, stillTrue } = section
  const key = props.value._key
  return (
    <Flex align="center" gap={2}>
      {number !== undefined && (
        <Text size={1} muted style={{ minWidth: '2.2em' }}>
          {`${number}.${props.index + 1}`}
        </Text>
      )}
      <Box flex={1} style={{ minWidth: 0 }}>
        {props.renderDefault(props)}
      </Box>
      {isNow && stillTrue?.isOpen(key) && (
        <Button mode="bleed" fontSize={1} padding={2} text="Still true" onClick={() => stillTrue.confirm(key)} />
      )}
    </Flex>
  )
}
