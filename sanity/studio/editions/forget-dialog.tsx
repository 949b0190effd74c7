import { Box, Button, Dialog, Flex, Stack, Text } from '@sanity/ui'
import { useToast } from '@sanity/ui/toast'
import { useState } from 'react'
import { useClient } from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'
import { forgetRecord } from '#sanity/editions/redaction.ts'
import { openDialog } from '../dialogs.tsx'
import { remains } from './embedded.ts'
import { wordsOfKept, type Kept } from './kept.ts'

/** Shows what forgetting the whole record deletes, and deletes it for good. */
export const forget = (kept: Kept): void =>
  openDialog((close) => <ForgetDialog kept={kept} onClose={close} />)

function ForgetDialog({ kept, onClose }: { kept: Kept; onClose: () => void }) {
  const client = useClient({ apiVersion })
  const toast = useToast()
  const [isBusy, setBusy] = useState(false)

  const forgetIt = async () => {
    setBusy(true)
    try {
      await forgetRecord(client)
      onClose()
      toast.push({
        status: 'success',
        closable: true,
        title: 'The record is forgotten',
        description: remains(client),
        duration: 15_000,
      })
    } catch (error) {
      setBusy(false)
      const description = error instanceof Error ? error.message : String(error)
      toast.push({ status: 'error', closable: true, title: 'Not all of it is forgotten', description })
    }
  }

  return (
    <Dialog id="forget" header="Forget the record" width={1} onClose={onClose} zOffset={1000}>
      <Box padding={4}>
        <Stack gap={4}>
          <Text size={1}>
            This takes away {wordsOfKept(kept)}: every text, every reason and its history. Addresses of
            editions lead nowhere then. It cannot be put back.
          </Text>
          <Text size={1}>
            What is published stays. While the record is not off, it begins again, with what is published then
            as edition 1.
          </Text>
          <Flex justify="flex-end" gap={2} wrap="wrap">
            <Button mode="bleed" text="Cancel" onClick={onClose} />
            <Button
              tone="critical"
              text={kept.count === 1 ? 'Forget one edition' : `Forget ${kept.count} editions`}
              disabled={isBusy}
              onClick={() => void forgetIt()}
            />
          </Flex>
        </Stack>
      </Box>
    </Dialog>
  )
}
