import { useCallback, useRef } from 'react'
import {
  useClient,
  type DocumentActionComponent,
  type DuplicateDocumentActionComponent,
  type SanityDocumentLike,
} from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'
import { wrapping } from './wrapping.ts'

/** Makes "Duplicate" give the copy an anchor of its own. Returns other actions as they are. */
export const withFreeAnchor = wrapping(['duplicate'], (action) =>
  duplicateSection(action as DuplicateDocumentActionComponent),
)

/**
 * "Duplicate" for sections. With the same anchor in both, neither the copy nor the original could be
 * published.
 */
function duplicateSection(useDuplicate: DuplicateDocumentActionComponent): DocumentActionComponent {
  const DuplicateSection: DocumentActionComponent = (props) => {
    const client = useClient({ apiVersion })
    const taken = useRef<string[]>([])
    const mapDocument = useCallback(
      (section: SanityDocumentLike & { anchor?: unknown }) =>
        typeof section.anchor === 'string'
          ? { ...section, anchor: freeAnchor(section.anchor, taken.current) }
          : section,
      [],
    )
    const description = useDuplicate({ ...props, mapDocument })
    const onHandle = async () => {
      const options = { perspective: 'raw', tag: 'duplicate' } as const
      // If the query fails, the anchor may be taken; the copy's form then reports that.
      taken.current = await client.fetch<string[]>('*[defined(anchor)].anchor', {}, options).catch(() => [])
      description?.onHandle?.()
    }
    return description && { ...description, onHandle: () => void onHandle() }
  }
  return Object.assign(DuplicateSection, { action: 'duplicate' as const, displayName: 'DuplicateSection' })
}

/** `shelf` gives `shelf-copy`, then `shelf-copy-2` and so on: the first that is free. */
export function freeAnchor(anchor: string, taken: readonly string[]): string {
  const base = `${anchor.replace(/-copy(-\d+)?$/, '')}-copy`
  for (let count = 1; ; count += 1) {
    const free = count === 1 ? base : `${base}-${count}`
    if (!taken.includes(free)) return free
  }
}
