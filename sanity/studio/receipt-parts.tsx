import { Button, Flex, Stack, Text } from '@sanity/ui'
import type { ReactNode } from 'react'
import type { Edition } from '#lib/editions/record.ts'
import { editionId } from '#lib/editions/stored.ts'
import { askWhy } from './editions/why-dialog.tsx'
import type { Why as Answer } from './editions/why.ts'
import { wordsOfEdition, wordsOfWhy } from './receipt-edition.ts'

const small = { fontSize: 1, padding: 3 } as const

/** A part of a receipt, set off from what stands above it. */
export const Below = ({ children }: { children: ReactNode }) => (
  <div style={{ marginBlockStart: '0.75rem' }}>{children}</div>
)

/**
 * In which edition a change stands, and why it was made: asked until it is answered. The first edition
 * changes nothing.
 */
export function Why({ edition, onSaved }: { edition: Edition; onSaved: (answer: Answer) => void }) {
  const { number, reason = '', isCorrection: correction } = edition
  const answered = wordsOfWhy(edition)
  const ask = () => askWhy({ id: editionId(number), number, reason, correction, onSaved })
  return (
    <Stack gap={3}>
      <Text size={1}>{wordsOfEdition({ state: 'in', edition })}</Text>
      {answered && <Text size={1}>{answered}</Text>}
      {(answered || number > 1) && (
        <Flex>
          {answered ? (
            <Button {...small} mode="ghost" text="Change" aria-label="Change why" onClick={ask} />
          ) : (
            <Button {...small} text="Say why, for readers" onClick={ask} />
          )}
        </Flex>
      )}
    </Stack>
  )
}

/** Asks whether a record of editions should begin. */
export function BeginRecord({ onBegin, onClose }: { onBegin: () => void; onClose: () => void }) {
  return (
    <Stack gap={3}>
      <Text size={1}>From now on, each state of the manual can be kept as an edition.</Text>
      <Flex gap={2} wrap="wrap">
        <Button {...small} text="Begin a record…" onClick={() => (onClose(), onBegin())} />
        <Button {...small} mode="bleed" text="Not now" onClick={onClose} />
      </Flex>
    </Stack>
  )
}
