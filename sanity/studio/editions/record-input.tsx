import { Button, Flex, Stack, Text } from '@sanity/ui'
import { useEffect, useState } from 'react'
import type { Observable } from 'rxjs'
import { useDocumentStore, type StringInputProps } from 'sanity'
import { editionType } from '#lib/editions/stored.ts'
import { apiVersion } from '#sanity/content/api-version.ts'
import { forget } from './forget-dialog.tsx'
import { keptQuery, wordsOfKept, type Kept } from './kept.ts'

/**
 * The input for the record's mode, with what is kept so far, what the choice does, and a button to forget the
 * record.
 */
export function RecordInput(props: StringInputProps) {
  const kept = useKept()
  return (
    <Stack gap={4}>
      {props.renderDefault(props)}
      {kept && (
        <Flex align="center" gap={3} wrap="wrap" justify="space-between">
          <Text size={1} muted>
            {wordsOf(props.value, wordsOfKept(kept))}
          </Text>
          {kept.count > 0 && (
            <Button
              mode="ghost"
              tone="critical"
              fontSize={1}
              padding={3}
              text="Forget the record…"
              onClick={() => forget(kept)}
            />
          )}
        </Flex>
      )}
    </Stack>
  )
}

function wordsOf(choice: string | undefined, kept: string | undefined): string {
  if (choice === 'public')
    return kept
      ? `Kept so far: ${kept}. Readers see them all.`
      : 'It begins when you publish this form, with edition 1, which readers see.'
  if (choice === 'private')
    return kept
      ? `Kept so far: ${kept}. Only you see them, under Record.`
      : 'It begins when you publish this form, with edition 1.'
  return kept
    ? `Kept so far: ${kept}. They stay, and nobody is shown them; what changes meanwhile will be one edition.`
    : 'Begin the record once the words are yours: choose Private or Public, and publish this form.'
}

/** The size of the record, updated after each change; `undefined` until it is known. */
function useKept(): Kept | undefined {
  const documents = useDocumentStore()
  const [kept, setKept] = useState<Kept>()
  useEffect(() => {
    const query = { fetch: keptQuery, listen: `*[_type == "${editionType}"]` }
    const options = { apiVersion, perspective: 'raw', tag: 'record' } as const
    const listening = (documents.listenQuery(query, {}, options) as Observable<Kept>).subscribe({
      next: setKept,
      // The input works without it.
      error: () => setKept(undefined),
    })
    return () => listening.unsubscribe()
  }, [documents])
  return kept
}
