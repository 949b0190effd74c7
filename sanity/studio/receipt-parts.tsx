import { Button, Flex, Stack, Text } from '@sanity/ui'
import type { ComponentProps, ReactNode } from 'react'
import type { Edition } from '#lib/editions/record.ts'
import { editionId } from '#lib/editions/stored.ts'
import { askWhy } from './editions/why-dialog.tsx'
import type { Why as Answer } from './editions/why.ts'
import { needsNoReason, wordsOfEdition, wordsOfWhy } from './receipt-edition.ts'

export const Small = (props: ComponentProps<typeof Button>) => (
  <Button mode="ghost" fontSize={1} padding={3} {...props} />
)

/** A part of a receipt, with space above. */
export const Below = ({ children }: { children: ReactNode }) => (
  <div style={{ marginBlockStart: '0.75rem' }}>{children}</div>
)

/** The edition of a change, and its reason, with a button to give or change it. */
export function Why({ edition, onSaved }: { edition: Edition; onSaved: (answer: Answer) => void }) {
  const { number, reason = '', isCorrection: correction, opened, date } = edition
  const isFirst = number === 1
  const answered = wordsOfWhy(edition)
  const ask = () => askWhy({ id: editionId(number), number, reason, correction, onSaved })
  return (
    <Stack gap={3}>
      <Text size={1}>{wordsOfEdition({ state: 'in', edition })}</Text>
      {answered && <Text size={1}>{answered}</Text>}
      {/* Once, when the record begins: nobody asks for a reason later either. */}
      {isFirst && !answered && date === opened && (
        <Text size={1} muted>
          {needsNoReason}
        </Text>
      )}
      {(answered || !isFirst) && (
        <Flex>
          {answered ? (
            <Small text="Change" aria-label="Change why" onClick={ask} />
          ) : (
            <Small mode="default" text="Say why, for readers" onClick={ask} />
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
        <Small mode="default" text="Begin a record…" onClick={() => (onClose(), onBegin())} />
        <Small mode="bleed" text="Not now" onClick={onClose} />
      </Flex>
    </Stack>
  )
}
