import { Box, Button, Card, Flex, Stack, Text } from '@sanity/ui'
import { useMemo } from 'react'
import type { UserViewComponent } from 'sanity/structure'
import { readText, type EditionText } from '#lib/editions/text.ts'
import { nameOf as nameOfEntry } from '#lib/changes/diff.ts'
import type { Section } from '#lib/manual/sections.ts'
import type { OutlineRow } from '../outline.ts'
import { useOutlineRows } from '../use-outline-rows.ts'
import { entriesOf, planOf, RestoreError, type Part, type Plan } from './restore.ts'
import { useRestore } from './use-restore.tsx'

/** The parts of an edition, each with a button that puts it into the draft. */
export const EditionContents: UserViewComponent = ({ document }) => {
  const { text, format } = document.displayed as { text?: string; format?: number }
  const read = useMemo(() => readable(text, format), [text, format])
  const rows = useOutlineRows()
  if (text === undefined || !rows) return null
  if ('problem' in read)
    return (
      <Card padding={[4, 4, 5]}>
        <Text size={1}>This edition {read.problem}.</Text>
      </Card>
    )
  return <Contents text={read.text} rows={rows} />
}

function readable(text: string | undefined, format = 1): { text: EditionText } | { problem: string } {
  try {
    return { text: readText(text ?? '', format) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

function Contents({ text, rows }: { text: EditionText; rows: readonly OutlineRow[] }) {
  return (
    <Card padding={[4, 4, 5]}>
      <Stack gap={5}>
        <Text size={1} muted>
          What is put into the draft is not with readers before you publish it.
        </Text>
        <Line words="All of it" isStrong plan={planned(text, { of: 'all' }, rows)} name="All of it" />
        <Line words="Opening" isStrong plan={planned(text, { of: 'opening' }, rows)} name="Opening" />
        {text.sections.map((section) => (
          <SectionLines key={section._id} section={section} text={text} rows={rows} />
        ))}
      </Stack>
    </Card>
  )
}

function SectionLines({
  section,
  text,
  rows,
}: {
  section: Section
  text: EditionText
  rows: readonly OutlineRow[]
}) {
  const { _id: id, number, eyebrow } = section
  const mark = `§ ${number}`
  return (
    <Stack gap={2}>
      <Line
        words={`${mark} ${eyebrow}`}
        isStrong
        name={mark}
        plan={planned(text, { of: 'section', id }, rows)}
      />
      {entriesOf(section).flatMap(({ list, entries }) =>
        entries.map((entry, at) => (
          <Line
            key={entry._key}
            words={`${number}.${at + 1} ${nameOfEntry(entry)}`}
            name={`§ ${number}.${at + 1}`}
            plan={planned(text, { of: 'entry', id, list, key: entry._key }, rows)}
          />
        )),
      )}
    </Stack>
  )
}

/** The plan for putting a part into the draft, or the reason why that is not possible. */
function planned(text: EditionText, part: Part, rows: readonly OutlineRow[]): Plan | string {
  try {
    return planOf(text, part, rows)
  } catch (error) {
    if (error instanceof RestoreError) return error.message
    throw error
  }
}

interface LineProps {
  words: string
  /** The part's name, for the accessible name of the button. */
  name: string
  plan: Plan | string
  isStrong?: boolean
}

function Line({ words, name, plan, isStrong = false }: LineProps) {
  const restore = useRestore()
  return (
    <Flex align="center" gap={3} wrap="wrap">
      <Box flex={1} paddingY={2} style={{ minWidth: '14rem' }}>
        <Text size={1} weight={isStrong ? 'semibold' : 'regular'}>
          {words}
        </Text>
      </Box>
      {typeof plan === 'string' ? (
        <Text size={1} muted>
          {plan}
        </Text>
      ) : plan.drafts.length === 0 ? (
        isStrong && (
          <Text size={1} muted>
            As in the draft
          </Text>
        )
      ) : (
        <Button
          mode="ghost"
          fontSize={1}
          padding={3}
          text="Put into the draft"
          aria-label={`Put into the draft: ${name}`}
          onClick={() => restore(plan)}
        />
      )}
    </Flex>
  )
}
