import { Box, Button, Card, Flex, Heading, Stack, Text } from '@sanity/ui'
import { useMemo, type ReactNode } from 'react'
import { IntentLink } from 'sanity/router'
import { entryPath } from '#lib/manual/source.ts'
import { text } from '#sanity/schema/text.ts'
import { attentionOf, sinceConfirmed } from './attention.ts'
import { readingsIn } from './confirm.ts'
import { nameOf } from './document-name.ts'
import { currentDocuments, outlineOf, type OutlineItem, type OutlineRow } from './outline.ts'
import { useOutlineRows } from './use-outline-rows.ts'
import { StillTrueButton, useStillTrue } from './use-still-true.tsx'

/** A section that is due for review, with its draft if it has one. */
export interface DueSection extends OutlineItem {
  section: OutlineRow
}

/**
 * The sections that are due, in the order of the page. There is nothing to review in a section that was never
 * published, nor in one without a number, which is empty.
 */
export function dueSections(rows: readonly OutlineRow[]): DueSection[] {
  const current = currentDocuments(rows)
  const published = new Set(rows.map(({ _id }) => _id))
  return outlineOf(rows).onPage.flatMap((item) => {
    const section = published.has(item.id) && current.get(item.id)
    return section && item.number !== undefined && attentionOf(section).isDue ? [{ ...item, section }] : []
  })
}

/** The list of sections to review, each with buttons to confirm and to open it. */
export function Due() {
  const rows = useOutlineRows()
  const due = useMemo(() => rows && dueSections(rows), [rows])
  if (!due) return null
  return (
    <Box padding={4} style={{ maxWidth: '44rem', marginInline: 'auto' }}>
      <Stack gap={5} paddingY={4}>
        <Heading as="h2" size={2}>
          {due.length === 0 ? 'Nothing is due' : 'Is this still true?'}
        </Heading>
        {due.length === 0 && (
          <Text size={1} muted>
            A section comes here when its rhythm asks for a look. Choose one in its form, under “Name,
            heading, address and rhythm”.
          </Text>
        )}
        {due.map((item) => (
          <Section key={item.id} {...item} />
        ))}
      </Stack>
    </Box>
  )
}

function Section({ id, type, number, section }: DueSection) {
  const stillTrue = useStillTrue(id, type)
  const isNow = type === 'nowSection'
  const name = nameOf(type, section)
  return (
    <Card as="section" aria-label={name}>
      <Stack gap={2}>
        <Line
          mark={`§ ${number}`}
          words={name}
          more={attentionOf(section).words}
          confirm={
            stillTrue?.isOfAll && (
              <StillTrueButton
                mode="default"
                stillTrue={stillTrue}
                text={isNow ? 'All still true' : 'Still true'}
              />
            )
          }
          to={{ id, type }}
          isStrong
        />
        {isNow &&
          readingsIn(section).map((reading, index) => (
            <Line
              key={reading._key}
              mark={`${number}.${index + 1}`}
              words={[text(reading.activity), text(reading.subject)].filter(Boolean).join(': ')}
              more={sinceConfirmed(reading.confirmed)}
              confirm={
                stillTrue?.isOpen(reading._key) && (
                  <StillTrueButton
                    stillTrue={stillTrue}
                    reading={reading._key}
                    mark={`§ ${number}.${index + 1}`}
                  />
                )
              }
              to={{ id, type, path: entryPath('readings', reading._key) }}
            />
          ))}
      </Stack>
    </Card>
  )
}

interface LineProps {
  /** Its § number on the page. */
  mark: string
  words: string
  more?: string
  confirm: ReactNode
  /** The intent to open its form. */
  to: { id: string; type: string; path?: string }
  isStrong?: boolean
}

function Line({ mark, words, more, confirm, to, isStrong }: LineProps) {
  return (
    <Flex align="center" gap={2} wrap="wrap">
      <Box flex={1} paddingY={2} style={{ minWidth: 'min(14rem, 100%)' }}>
        <Stack gap={2}>
          <Text size={1} weight={isStrong ? 'semibold' : 'regular'}>
            {`${mark} ${words}`}
          </Text>
          {more && (
            <Text size={1} muted>
              {more}
            </Text>
          )}
        </Stack>
      </Box>
      <Flex gap={2}>
        {confirm}
        <Button
          as={IntentLink}
          mode="bleed"
          fontSize={1}
          padding={3}
          text="Open"
          aria-label={`Open ${mark}`}
          {...{ intent: 'edit', params: to }}
        />
      </Flex>
    </Flex>
  )
}
