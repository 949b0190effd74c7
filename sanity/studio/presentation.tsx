import { useEffect, useState, type ComponentType } from 'react'
import type { Tool } from 'sanity'
import { presentationTool } from 'sanity/presentation'
import { useRouter } from 'sanity/router'
import { besidePage } from './places.ts'

/**
 * The Presentation tool: the page with the draft in it, beside the forms. Without `resolve.mainDocuments`: with
 * it, once the page has loaded, Sanity opens the page's own document in place of the form in which the author may
 * be writing by then. See `openOnManual`.
 */
export const presentation = () =>
  presentationTool({
    previewUrl: {
      initial: ({ origin }) => origin,
      previewMode: { enable: '/api/draft-mode/enable', shareAccess: true },
    },
  })

/**
 * Opens Presentation on the manual's form, unless its address names another. Only once per opening, so that the author
 * can close it.
 */
export function openOnManual(tool: Tool): Tool {
  const Presentation = tool.component as ComponentType<{ tool: Tool }>
  const OnManual = (props: { tool: Tool }) => {
    const { state, navigate } = useRouter()
    const [wasOpened, setWasOpened] = useState(false)
    const isOpened = wasOpened || 'id' in state || 'intent' in state
    if (isOpened && !wasOpened) setWasOpened(true)
    useEffect(() => {
      if (!isOpened) navigate({ type: 'manual', id: 'manual', _searchParams: besidePage }, { replace: true })
    }, [isOpened, navigate])
    return isOpened ? <Presentation {...props} /> : null
  }
  return { ...tool, component: OnManual }
}
