import { Button, Card, Flex, Stack, Text } from '@sanity/ui'
import { dequal } from 'dequal/lite'
import { set, type ObjectInputProps, type ObjectMember } from 'sanity'
import { lacksKeys, randomKey, withKeys } from './with-keys.ts'

/**
 * The members of a form, with one repair in the place of each list that lacks keys. It repairs all lists of the form,
 * at any depth; Sanity's would be needed again for each list in an entry.
 */
export function withKeyRepair({
  members,
  value,
  onChange,
  schemaType,
  readOnly,
}: ObjectInputProps): ObjectMember[] {
  const isToRepair = (member: ObjectMember) => member.kind === 'error' && lacksKeys(member)
  // The same list, so that the form is not rendered anew at each keystroke.
  if (!members.some(isToRepair)) return members
  return members.map((member) => {
    if (member.kind !== 'error' || !lacksKeys(member)) return member
    const addKeys = () =>
      onChange(
        Object.entries(value ?? {}).flatMap(([name, field]) => {
          const repaired = withKeys(field, randomKey)
          return dequal(repaired, field) ? [] : [set(repaired, [name])]
        }),
      )
    const title = schemaType.fields.find(({ name }) => name === member.fieldName)?.type.title
    return {
      kind: 'decoration',
      key: member.key,
      component: <AddKeys title={title} isDisabled={readOnly === true} onClick={addKeys} />,
    }
  })
}

interface AddKeysProps {
  title: string | undefined
  isDisabled: boolean
  onClick: () => void
}

const AddKeys = ({ title, isDisabled, onClick }: AddKeysProps) => (
  <Stack gap={3}>
    <Text size={1} weight="medium">
      {title}
    </Text>
    <Card border radius={2} padding={4} tone="caution" role="status">
      <Stack gap={4}>
        <Text size={1}>
          Something other than the Studio wrote this list, without the keys that tell its items apart. With
          keys, it can be edited again, and shown to readers. No words are lost.
        </Text>
        <Flex>
          <Button fontSize={1} padding={3} text="Add missing keys" disabled={isDisabled} onClick={onClick} />
        </Flex>
      </Stack>
    </Card>
  </Stack>
)
