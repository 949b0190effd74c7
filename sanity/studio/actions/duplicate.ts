import { useCallback, useRef } from 'react'
import {
  useClient,
  type DocumentActionComponent,
  type DuplicateDocumentActionComponent,
  type SanityDocumentLike,
} from 'sanity'
import { anchorFor } from '../anchor.ts'
import { apiVersion } from '#sanity/content/api-version.ts'
import { once } from '../under-way.ts'
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
    const taken = useRef<unknown[]>([])
    const mapDocument = useCallback(
      (section: SanityDocumentLike) => ({ ...section, anchor: anchorFor(section, taken.current) }),
      [],
    )
    const description = useDuplicate({ ...props, mapDocument })
    const onHandle = async () => {
      const options = { perspective: 'raw', tag: 'duplicate' } as const
      // If the query fails, the anchor may be taken; the copy's form then reports that.
      taken.current = await client.fetch<unknown[]>('*[defined(anchor)].anchor', {}, options).catch(() => [])
      await description?.onHandle?.()
    }
    return description && { ...description, onHandle: () => void once(props.id, 'duplicate', onHandle) }
  }
  return Object.assign(DuplicateSection, { action: 'duplicate' as const, displayName: 'DuplicateSection' })
}
