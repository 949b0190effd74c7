import { Box, Button, Checkbox, Dialog, Flex, Stack, Text, TextArea } from '@sanity/ui'
import { useToast } from '@sanity/ui/toast'
import { useEffect, useId, useRef, useState } from 'react'
import { useClient } from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'
import { openDialog } from '../dialogs.tsx'
import { saveWhy, type Why } from './why.ts'

/** The edition in question. */
export interface AskedEdition extends Partial<Why> {
  id: string
  number: number
  /** Called with what was saved; without it, a toast says so. */
  onSaved?: (why: Why) => void
}

/** Opens a dialog for the reason of an edition, and whether it is only a correction. */
export const askWhy = (edition: AskedEdition): void =>
  openDialog((close) => <WhyDialog key={edition.id} {...edition} onClose={close} />)

function WhyDialog({ id, number, onSaved, onClose, ...given }: AskedEdition & { onClose: () => void }) {
  const client = useClient({ apiVersion })
  const toast = useToast()
  const [reason, setReason] = useState(given.reason ?? '')
  const [correction, setCorrection] = useState(given.correction ?? false)
  const [isSaving, setSaving] = useState(false)
  const [field, mark] = [useId(), useId()]
  const focused = useRef<HTMLTextAreaElement>(null)
  useEffect(() => focused.current?.focus(), [])

  const save = async () => {
    setSaving(true)
    try {
      const saved = await saveWhy(client, id, { reason, correction })
      onClose()
      if (onSaved) onSaved(saved)
      else toast.push({ status: 'success', closable: true, title: `Edition ${number}: saved` })
    } catch (error) {
      setSaving(false)
      const description = error instanceof Error ? error.message : String(error)
      toast.push({ status: 'error', closable: true, title: 'It could not be saved', description })
    }
  }

  return (
    <Dialog id={`why-${id}`} header={`Why edition ${number}?`} width={1} onClose={onClose} zOffset={1000}>
      <Box as="form" padding={4} onSubmit={(event: React.FormEvent) => (event.preventDefault(), void save())}>
        <Stack gap={4}>
          <Stack gap={3}>
            <Text as="label" size={1} weight="medium" htmlFor={field}>
              Reason
            </Text>
            <TextArea
              id={field}
              rows={3}
              value={reason}
              placeholder="I no longer believe that …"
              onChange={(event) => setReason(event.currentTarget.value)}
              ref={focused}
            />
            <Text size={1} muted>
              One line that readers see beside what changed. It can be left out.
            </Text>
          </Stack>
          <Flex align="center" gap={3}>
            <Checkbox
              id={mark}
              checked={correction}
              onChange={(event) => setCorrection(event.currentTarget.checked)}
            />
            <Text as="label" size={1} htmlFor={mark}>
              Only a correction: readers are still shown what the edition before it changed
            </Text>
          </Flex>
          <Flex justify="flex-end" gap={2}>
            <Button mode="bleed" text="Not now" onClick={onClose} />
            <Button type="submit" text={isSaving ? 'Saving…' : 'Save'} tone="primary" disabled={isSaving} />
          </Flex>
        </Stack>
      </Box>
    </Dialog>
  )
}
