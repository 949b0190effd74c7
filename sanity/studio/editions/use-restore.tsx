import { Box, Button, Dialog, Flex, Stack, Text } from '@sanity/ui'
import { useToast } from '@sanity/ui/toast'
import { useCallback } from 'react'
import { useClient } from 'sanity'
import { useRouter } from 'sanity/router'
import { apiVersion } from '#sanity/content/api-version.ts'
import { openDialog } from './dialogs.tsx'
import type { Plan } from './restore.ts'

const listOf = (names: readonly string[]) => new Intl.ListFormat('en-GB').format(names)

/** Writes the drafts of a plan, all or none. Asks first if that would lose unpublished changes. */
export function useRestore(): (plan: Plan) => void {
  const client = useClient({ apiVersion })
  const toast = useToast()
  const { navigateIntent } = useRouter()
  const write = useCallback(
    async ({ drafts, names, place }: Plan) => {
      try {
        const transaction = client.transaction()
        for (const draft of drafts) transaction.createOrReplace(draft)
        await transaction.commit({ tag: 'restore' })
        toast.push({
          id: 'restore-edition',
          status: 'success',
          closable: true,
          title: 'What the edition says is in the draft, and not yet with readers',
          description: (
            <Stack gap={3}>
              <Text size={1}>Look at it, then publish: {listOf(names)}.</Text>
              {place && (
                <Flex>
                  <Button
                    mode="ghost"
                    fontSize={1}
                    padding={3}
                    text="Open the draft"
                    onClick={() => navigateIntent('edit', place)}
                  />
                </Flex>
              )}
            </Stack>
          ),
          duration: 15_000,
        })
      } catch (error) {
        const description = error instanceof Error ? error.message : String(error)
        const title = 'What the edition says is not in the draft'
        toast.push({ id: 'restore-edition', status: 'error', closable: true, title, description })
      }
    },
    [client, navigateIntent, toast],
  )
  return useCallback(
    (plan) => {
      if (plan.replaced.length === 0) return void write(plan)
      openDialog((close) => (
        <Question
          names={listOf(plan.replaced)}
          onClose={close}
          onConfirm={() => {
            close()
            void write(plan)
          }}
        />
      ))
    },
    [write],
  )
}

interface QuestionProps {
  names: string
  onClose: () => void
  onConfirm: () => void
}

function Question({ names, onClose, onConfirm }: QuestionProps) {
  return (
    <Dialog id="replace-drafts" header="Replace the draft?" width={1} onClose={onClose} zOffset={1000}>
      <Box padding={4}>
        <Stack gap={4}>
          <Text size={1}>
            There are changes in the draft that are not published: {names}. What the edition says would take
            their place.
          </Text>
          <Flex justify="flex-end" gap={2} wrap="wrap">
            <Button mode="bleed" text="Cancel" onClick={onClose} />
            <Button tone="caution" text="Replace" onClick={onConfirm} />
          </Flex>
        </Stack>
      </Box>
    </Dialog>
  )
}
