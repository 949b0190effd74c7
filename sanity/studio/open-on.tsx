import { useEffect, useMemo, useRef, useState, type ComponentType } from 'react'
import { take } from 'rxjs'
import { useDocumentStore, usePerspective, type Tool } from 'sanity'
import { useRouter } from 'sanity/router'
import { text } from '#sanity/schema/text.ts'
import { dueSections } from './due.tsx'
import { withoutWrongEditors, type Panes } from './nowhere.tsx'
import { currentDocuments, outlineOf, outlineRows, type OutlineRow } from './outline.ts'
import { useOutlineRows } from './use-outline-rows.ts'

/**
 * Opens the structure tool on the draft, and on the pane that `paneFor` chooses, unless its address names a
 * document. Only once per opening, so that the author can go back to the list.
 */
export function openOn(tool: Tool): Tool {
  const Structure = tool.component as ComponentType<{ tool: Tool }>
  const OpenOn = (props: { tool: Tool }) => {
    useOpenOn()
    const isOnPanes = useOnPanes()
    // The same element, since the rows change with each keystroke. (Not `memo`: React warns of a lazy component in it.)
    const structure = useMemo(() => <Structure {...props} />, [props])
    return isOnPanes ? structure : null
  }
  const OnDraft = (props: { tool: Tool }) => (useOnDraft() ? <OpenOn {...props} /> : null)
  return { ...tool, component: OnDraft }
}

/**
 * Whether the tool has been on the draft since it was opened. What was chosen in Presentation is in the
 * address of every tool, and with *Published* all forms would be read-only, without the switch beside them.
 */
function useOnDraft(): boolean {
  const { selectedPerspectiveName } = usePerspective()
  const { navigate } = useRouter()
  const [wasOnDraft, setWasOnDraft] = useState(false)
  const isOnDraft = wasOnDraft || selectedPerspectiveName === undefined
  if (isOnDraft && !wasOnDraft) setWasOnDraft(true)
  useEffect(() => {
    if (!isOnDraft) navigate({ stickyParams: { perspective: '' }, replace: true })
  }, [isOnDraft, navigate])
  return isOnDraft
}

/** Whether the address has panes that can be shown, or none. Replaces those that cannot: see `withoutWrongEditors`. */
function useOnPanes(): boolean {
  const { state, navigate } = useRouter()
  const rows = useOutlineRows()
  const panes = state['panes'] as Panes | undefined
  const shown = useMemo(() => panes && withoutWrongEditors(panes, rows ?? []), [panes, rows])
  useEffect(() => {
    if (rows && shown !== panes) navigate({ panes: shown }, { replace: true })
  }, [rows, shown, panes, navigate])
  return shown === panes
}

/**
 * The pane to open: the manual while it has no headline, else the list of due sections if there are any, else
 * the first Now section.
 */
export function paneFor(rows: readonly OutlineRow[]): { id: string } | undefined {
  const manual = currentDocuments(rows).get('manual')
  if (manual && !text(manual.headline)) return { id: 'manual' }
  if (dueSections(rows).length > 0) return { id: 'due' }
  const now = outlineOf(rows).onPage.find(({ type }) => type === 'nowSection')
  return now && { id: now.id }
}

function useOpenOn() {
  const documents = useDocumentStore()
  const router = useRouter()
  const latest = useRef(router)
  useEffect(() => {
    latest.current = router
  }, [router])

  useEffect(() => {
    const namesNoDocument = () => !('panes' in latest.current.state) && !('intent' in latest.current.state)
    if (!namesNoDocument()) return
    const opening = outlineRows(documents)
      .pipe(take(1))
      .subscribe({
        next: (rows) => {
          const pane = paneFor(rows)
          // If the author has chosen something in the meantime, that stays.
          if (pane && namesNoDocument()) latest.current.navigate({ panes: [[pane]] }, { replace: true })
        },
        // If the query fails, the tool opens on its list, which reports the error.
        error: () => undefined,
      })
    return () => opening.unsubscribe()
  }, [documents])
}
