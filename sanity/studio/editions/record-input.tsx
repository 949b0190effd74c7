import { Stack, Text } from '@sanity/ui'
import { useEffect, useState } from 'react'
import { useClient, type StringInputProps } from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'
import { askKept, wordsOfKept, type Kept } from './kept.ts'

/** The choice whether there is a record, above what is kept so far and what the choice would do. */
export function RecordInput(props: StringInputProps) {
  const kept = useKept()
  return (
    <Stack gap={4}>
      {props.renderDefault(props)}
      {kept && (
        <Text size={1} muted>
          {wordsOf(props.value, wordsOfKept(kept))}
        </Text>
      )}
    </Stack>
  )
}

function wordsOf(choice: string | undefined, kept: string | undefined): string {
  if (choice === 'public')
    return kept
      ? `Kept so far: ${kept}. Readers see them all.`
      : 'It begins with what you publish next, as edition 1, which readers see.'
  if (choice === 'private')
    return kept
      ? `Kept so far: ${kept}. Only you see them, under Record.`
      : 'It begins with what you publish next, as edition 1.'
  return kept
    ? `Kept so far: ${kept}. They stay, and nobody is shown them; what changes meanwhile will be one edition.`
    : 'Begin the record once the words are yours: choose Private or Public, and publish.'
}

function useKept(): Kept | undefined {
  const client = useClient({ apiVersion })
  const [kept, setKept] = useState<Kept>()
  useEffect(() => {
    askKept(client)
      .then(setKept)
      .catch(() => undefined)
  }, [client])
  return kept
}
