import { useEffect, useRef, type ComponentType } from 'react'
import { useClient, type Tool } from 'sanity'
import { useRouter } from 'sanity/router'
import { apiVersion } from '#sanity/content/api-version.ts'
import { outlineOf, outlineTypes, type OutlineRow } from './outline.ts'
import { outlineQuery } from '#sanity/content/queries.ts'

/**
 * The structure tool, opened on the first Now section when its address names no document: that is what an author comes for every week.
 * It happens once each time the tool is opened, so that an author can still go back to the list.
 */
export function openOnNow(tool: Tool): Tool {
  const Structure = tool.component as ComponentType<{ tool: Tool }>
  const OpensOnNow = (props: { tool: Tool }) => {
    useOpenOnNow()
    return <Structure {...props} />
  }
  return { ...tool, component: OpensOnNow }
}

function useOpenOnNow() {
  const client = useClient({ apiVersion })
  const router = useRouter()
  const latest = useRef(router)
  useEffect(() => {
    latest.current = router
  }, [router])

  useEffect(() => {
    const namesNoDocument = () => !('panes' in latest.current.state) && !('intent' in latest.current.state)
    if (!namesNoDocument()) return
    const opening = new AbortController()
    client
      .fetch<OutlineRow[]>(
        outlineQuery,
        { types: outlineTypes },
        { perspective: 'raw', tag: 'open', signal: opening.signal },
      )
      .then((rows) => {
        const now = outlineOf(rows).onPage.find(({ type }) => type === 'nowSection')
        // If something was chosen from the list in the meantime, that stays.
        if (now && namesNoDocument())
          latest.current.navigate({ panes: [[{ id: now.id }]] }, { replace: true })
      })
      // Without an answer the tool opens on its list, which reports the error better than this could.
      .catch(() => undefined)
    return () => opening.abort()
  }, [client])
}
