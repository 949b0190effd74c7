import { Button, Card, Checkbox, Flex, Stack, Text, TextArea } from '@sanity/ui'
import { useToast } from '@sanity/ui/toast'
import { useState } from 'react'
import { useClient, type DocumentActionComponent } from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'

declare module 'sanity' {
  interface DocumentActionKeys {
    sayWhy: never
  }
}

/**
 * "Say why", for an edition: one line that readers see, and whether it is only a correction. One patch when
 * it is saved, and nothing before: a form would publish every keystroke.
 */
export const sayWhy: DocumentActionComponent = ({ id, published, ready }) => {
  const client = useClient({ apiVersion })
  const toast = useToast()
  const [isOpen, setOpen] = useState(false)
  const edition = published as { number?: number; reason?: string; correction?: boolean } | null

  const save = async ({ reason, correction }: Why) => {
    try {
      const patch = client.patch(id).set({ correction, revised: new Date().toISOString() })
      await (reason ? patch.set({ reason }) : patch.unset(['reason'])).commit({ tag: 'say-why' })
      setOpen(false)
      toast.push({ status: 'success', title: `Edition ${edition?.number}: saved` })
    } catch (error) {
      const description = error instanceof Error ? error.message : String(error)
      toast.push({ status: 'error', closable: true, title: 'It could not be saved', description })
    }
  }

  if (!edition) return null
  return {
    label: 'Say why',
    title: 'One line that readers see',
    disabled: !ready,
    onHandle: () => setOpen(true),
    dialog: isOpen && {
      type: 'dialog',
      header: `Why edition ${edition.number}?`,
      onClose: () => setOpen(false),
      content: (
        <WhyForm reason={edition.reason ?? ''} correction={edition.correction ?? false} onSave={save} />
      ),
    },
  }
}
sayWhy.displayName = 'SayWhy'
sayWhy.action = 'sayWhy'

interface Why {
  reason: string
  correction: boolean
}

function WhyForm({
  reason: given,
  correction: marked,
  onSave,
}: Why & { onSave: (why: Why) => Promise<void> }) {
  const [reason, setReason] = useState(given)
  const [correction, setCorrection] = useState(marked)
  const [isSaving, setSaving] = useState(false)
  const save = async () => {
    setSaving(true)
    await onSave({ reason: reason.trim(), correction })
    setSaving(false)
  }
  return (
    <Stack gap={4}>
      <TextArea
        aria-label="Why?"
        rows={3}
        value={reason}
        placeholder="One sentence, for readers. It can be left out."
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Card as="label">
        <Flex align="center" gap={3}>
          <Checkbox checked={correction} onChange={(event) => setCorrection(event.currentTarget.checked)} />
          <Text size={1}>Only a correction: nothing is said differently</Text>
        </Flex>
      </Card>
      <Flex justify="flex-end">
        <Button text="Save" tone="primary" disabled={isSaving} onClick={() => void save()} />
      </Flex>
    </Stack>
  )
}
