import { getPublishedId } from 'sanity'
import type { Panes } from './nowhere.tsx'

/** What an address of Presentation says besides the form: which page is beside it. */
export const besidePage: [string, string][] = [['preview', '/']]

/** What a tool shows, as the Studio's address has it. */
export type Place = Readonly<Record<string, unknown>>

/** The last place in each tool, by the tool's name. */
export type Places = Readonly<Record<string, Place | undefined>>

/**
 * Where the link to a tool leads: to the document that is open in the other one, so that the author finds it in both,
 * else to where the tool was left. `undefined` for the tool itself, and for one that was never open: it opens anew.
 *
 * @param open the tool that is open.
 * @param typeOf the type of a document; `undefined` if there is none with this id.
 */
export function placeIn(
  tool: string,
  open: string | undefined,
  places: Places,
  typeOf: (id: string) => string | undefined,
): Place | undefined {
  if (tool === open) return undefined
  const last = places[tool]
  const id = open && documentIn(places[open])
  const type = id && typeOf(id)
  // Beside the page is its own document, the manual, when the author has chosen none.
  const isChosen = type && !(last && id === 'manual' && open === 'presentation')
  if (!isChosen || documentIn(last) === id) return last
  return tool === 'presentation' ? { type, id, _searchParams: besidePage } : { panes: [[{ id }]] }
}

/** The document that is open in a tool: in the structure tool, the one in the last pane. */
function documentIn({ id, panes }: Place = {}): string | undefined {
  const named = typeof id === 'string' ? id : (panes as Panes | undefined)?.at(-1)?.[0]?.id
  return named && getPublishedId(named.replace(/^__edit__/, ''))
}
