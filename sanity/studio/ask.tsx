import { Box, Button, Dialog, Flex, Stack, Text } from '@sanity/ui'
import { useEffect, useRef, type ReactNode } from 'react'
import { openDialog } from './dialogs.tsx'

interface Question {
  header: ReactNode
  /** What the act would do. */
  words: ReactNode
  /** The answer that begins the act, `Delete it`. */
  answer: string
  tone: 'critical' | 'caution'
  act: () => void
}

/**
 * Asks before an act. The dialogs of Sanity's actions close by themselves when another window changes which
 * actions there are; this one stays until it is answered.
 */
export const ask = (question: Question): void =>
  openDialog((close) => <Asking {...question} onClose={close} />)

function Asking({ header, words, answer, tone, act, onClose }: Question & { onClose: () => void }) {
  const cancel = useRef<HTMLButtonElement>(null)
  const isAnswered = useRef(false)
  // On "Cancel": a second Enter on the menu item that asks must not answer.
  useEffect(() => cancel.current?.focus(), [])
  const confirm = () => {
    if (isAnswered.current) return
    isAnswered.current = true
    onClose()
    act()
  }
  return (
    <Dialog id="question" header={header} width={1} onClose={onClose} zOffset={1000}>
      <Box padding={4}>
        <Stack gap={4}>
          <Text size={1}>{words}</Text>
          <Flex justify="flex-end" gap={2} wrap="wrap">
            <Button ref={cancel} mode="bleed" text="Cancel" onClick={onClose} />
            <Button tone={tone} text={answer} onClick={confirm} />
          </Flex>
        </Stack>
      </Box>
    </Dialog>
  )
}
