import { Button, Card, Flex, Heading, Stack, Text } from '@sanity/ui'
import { useToast } from '@sanity/ui/toast'
import { useEffect, useState } from 'react'
import { useClient, useDocumentOperation, useDocumentStore, useEditState } from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'
import { deletedSection, type DeletedSection } from '../deleted.ts'
import { editStateWhere } from '../edit-state.ts'
import { receiptToast } from '../receipt-toast.ts'
import { once, useUnderWay } from '../under-way.ts'

/**
 * The last state of a deleted section; `undefined` if it exists, or never has. A new section does not exist
 * until something is written in it.
 */
export function useDeleted(id: string, type: string): DeletedSection | undefined {
  const client = useClient({ apiVersion })
  const { draft, published, ready } = useEditState(id, type)
  const isGone = ready && !draft && !published
  const [deleted, setDeleted] = useState<DeletedSection>()
  useEffect(() => {
    if (!isGone) return
    let isCurrent = true
    deletedSection(client, id).then(
      (section) => isCurrent && setDeleted(section),
      () => undefined,
    )
    return () => {
      isCurrent = false
      setDeleted(undefined)
    }
  }, [client, id, isGone])
  return isGone ? deleted : undefined
}

/** Shown in place of a deleted section's form: its last texts, and a button to restore it. */
export function DeletedForm({ id, type, revision, name, words }: DeletedSection) {
  const { restore } = useDocumentOperation(id, type)
  const documents = useDocumentStore()
  const { push } = useToast()
  const isRestoring = useUnderWay(id)('restore')
  const restoreIt = async () => {
    // It says that the section is deleted.
    receiptToast(push, id).withdraw()
    restore.execute(revision)
    await editStateWhere(documents, id, type, ({ draft }) => draft !== null).catch(() => undefined)
  }
  return (
    <Stack gap={5}>
      <Card border radius={2} padding={4} tone="caution" role="status">
        <Stack gap={4}>
          <Text size={1}>
            This section, “{name}”, was deleted, so readers do not see it. What was in it last is below.
          </Text>
          <Flex>
            <Button
              fontSize={1}
              padding={3}
              text="Restore it as a draft"
              disabled={Boolean(restore.disabled) || isRestoring}
              onClick={() => void once(id, 'restore', restoreIt)}
            />
          </Flex>
        </Stack>
      </Card>
      <Heading as="h2" size={1}>
        {name}
      </Heading>
      {words.map((paragraph, index) => (
        <Text key={index} size={1} style={{ whiteSpace: 'pre-wrap' }}>
          {paragraph}
        </Text>
      ))}
    </Stack>
  )
}
