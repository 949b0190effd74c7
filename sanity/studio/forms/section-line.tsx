import { Stack, Text } from '@sanity/ui'
import { useEffect, useState } from 'react'
import { distinctUntilChanged, from, map, of, switchMap } from 'rxjs'
import { useClient, useDocumentStore, type ObjectItemProps } from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'
import { deletedSection } from '../deleted.ts'
import { useShown } from './errors.tsx'
import { currentDocuments, outlineRows } from '../outline.ts'

/** A line of the manual's list of sections. One that was deleted has its name above. */
export function SectionLine(props: ObjectItemProps) {
  const { _ref } = props.value as { _ref?: unknown }
  const name = useDeletedName(typeof _ref === 'string' ? _ref : undefined)
  // A line for which no section was chosen yet is no mistake.
  const validation = useShown(props.validation, props.value)
  const line = props.renderDefault({ ...props, validation })
  if (name === undefined) return line
  return (
    <Stack gap={2}>
      <Text size={1} muted>
        “{name}”:
      </Text>
      {line}
    </Stack>
  )
}

/** The name of a deleted section; `undefined` if it exists, never has, or the history cannot be read. */
function useDeletedName(id: string | undefined): string | undefined {
  const client = useClient({ apiVersion })
  const documents = useDocumentStore()
  const [name, setName] = useState<string>()
  useEffect(() => {
    if (id === undefined) return
    const names = outlineRows(documents).pipe(
      map((rows) => currentDocuments(rows).has(id)),
      distinctUntilChanged(),
      switchMap((exists) =>
        exists
          ? of(undefined)
          : from(
              deletedSection(client, id).then(
                (section) => section?.name,
                () => undefined,
              ),
            ),
      ),
    )
    const listening = names.subscribe(setName)
    return () => {
      listening.unsubscribe()
      setName(undefined)
    }
  }, [client, documents, id])
  return name
}
