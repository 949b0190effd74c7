import { useMemo, type ComponentType } from 'react'
import { useWorkspace, type Tool } from 'sanity'
import { RouterContext, STICKY_PARAMS, useRouter } from 'sanity/router'

/**
 * The tool, whose navigation does not undo what its author has chosen meanwhile: another tool, or *Published*.
 * Forms report their last focus a moment after they were closed, and the tool answers with an address made of
 * what it knew before.
 */
export function heedLaterChoices(tool: Tool): Tool {
  const Component = tool.component as ComponentType<{ tool: Tool }>
  const Heeding = (props: { tool: Tool }) => {
    const { basePath, tools } = useWorkspace()
    const router = useRouter()
    const heeding = useMemo(() => {
      const others = tools.filter(({ name }) => name !== tool.name).map(({ name }) => `${basePath}/${name}`)
      const navigate = (target: Target, options?: Options) => {
        if (others.some((path) => isBelow(path, location.pathname))) return
        if (!options && isOptions(target)) return router.navigate(target)
        router.navigate(target, { stickyParams: stickyIn(location.search), ...options })
      }
      return { ...router, navigate: navigate as typeof router.navigate }
    }, [basePath, tools, router])
    return (
      <RouterContext.Provider value={heeding}>
        <Component {...props} />
      </RouterContext.Provider>
    )
  }
  return { ...tool, component: Heeding }
}

type Target = Record<string, unknown>
type Options = { stickyParams?: Record<string, string>; replace?: boolean }

const isBelow = (path: string, address: string) => address === path || address.startsWith(`${path}/`)

const isOptions = (target: Target) => ['replace', 'state', 'stickyParams'].some((name) => name in target)

/** The parameters that every tool of the Studio keeps in its address. An empty one is taken out. */
function stickyIn(search: string): Record<string, string> {
  const params = new URLSearchParams(search)
  return Object.fromEntries(STICKY_PARAMS.map((name) => [name, params.get(name) ?? '']))
}
