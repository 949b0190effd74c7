import { Box, Button, Dialog, Flex, Stack, Text } from '@sanity/ui'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { openDialog } from './dialogs.tsx'

interface Question {
  header: ReactNode
  /** What the act would do. */
  words: ReactNode
  /** The answer that begins the act, `Delete it`, and what it says until the act is done. */
  answer: string
  running: string
  tone: 'critical' | 'caution'
  /** Resolves when the act is done. Reports its errors by itself. */
  act: () => Promise<void>
}

/** Sanity's button of the menu with a document's actions. */
const menuButton = "[data-testid='action-menu-button']"

/** Milliseconds in which the second click of a double click comes, which must not meet what is below. */
const doubleClickMs = 500

/**
 * Asks before an act. The dialogs of Sanity's actions close by themselves when another window changes which
 * actions there are; this one stays until it is answered.
 */
export const ask = (question: Question): void =>
  openDialog((close) => <Asking {...question} onClose={close} />)

function Asking({ header, words, answer, running, tone, act, onClose }: Question & { onClose: () => void }) {
  const cancel = useRef<HTMLButtonElement>(null)
  const isAnswered = useRef(false)
  const [isRunning, setRunning] = useState(false)
  // On "Cancel": a second Enter on the menu item that asks must not answer.
  useEffect(() => {
    const opener = document.activeElement
    cancel.current?.focus()
    return () => {
      // The act may have put the focus elsewhere. An item of a menu is gone, but not the menu's button.
      if (document.activeElement !== document.body) return
      const button = opener?.isConnected ? opener : document.querySelector(menuButton)
      if (button instanceof HTMLElement) button.focus()
    }
  }, [])
  const confirm = async () => {
    if (isAnswered.current) return
    isAnswered.current = true
    setRunning(true)
    await Promise.all([act(), new Promise((resume) => setTimeout(resume, doubleClickMs))])
    onClose()
  }
  return (
    <Dialog id="question" header={header} width={1} onClose={onClose} zOffset={1000}>
      <Box padding={4}>
        <Stack gap={4}>
          <Text size={1}>{words}</Text>
          <Flex justify="flex-end" gap={2} wrap="wrap">
            <Button ref={cancel} mode="bleed" text="Cancel" onClick={onClose} />
            <Button
              tone={tone}
              text={isRunning ? running : answer}
              disabled={isRunning}
              onClick={() => void confirm()}
            />
          </Flex>
        </Stack>
      </Box>
    </Dialog>
  )
}
