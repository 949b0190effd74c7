import { useCallback, useRef } from 'react'
import {
  useClient,
  type DocumentActionComponent,
  type DuplicateDocumentActionComponent,
  type SanityDocumentLike,
} from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'

/**
 * The Studio asks for its actions at each rendering and must get the same ones: a new component would lose
 * its state.
 */
const known = new WeakMap<DocumentActionComponent, DocumentActionComponent>()

/** Gives "Duplicate" its anchors; returns the other actions as they are. */
export function withFreeAnchor(action: DocumentActionComponent): DocumentActionComponent {
  if (action.action !== 'duplicate') return action
  const wrapped = known.get(action) ?? duplicateSection(action as DuplicateDocumentActionComponent)
  known.set(action, wrapped)
  return wrapped
}

/**
 * "Duplicate" for sections: the copy gets an anchor of its own. With the same one, neither could be
 * published: an address leads to one section.
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
      // Without an answer the copy may need another anchor; its form says so.
      taken.current = await client.fetch<string[]>('*[defined(anchor)].anchor', {}, options).catch(() => [])
      description?.onHandle?.()
    }
    return description && { ...description, onHandle: () => void onHandle() }
  }
  return Object.assign(DuplicateSection, { action: 'duplicate' as const, displayName: 'DuplicateSection' })
}

/** `shelf` becomes `shelf-copy`, then `shelf-copy-2` and so on: the first that is not taken. */
export function freeAnchor(anchor: string, taken: readonly string[]): string {
  const base = `${anchor.replace(/-copy(-\d+)?$/, '')}-copy`
  for (let count = 1; ; count += 1) {
    const free = count === 1 ? base : `${base}-${count}`
    if (!taken.includes(free)) return free
  }
}
