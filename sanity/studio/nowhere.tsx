import { Box, Button, Flex, Heading, Stack, Text } from '@sanity/ui'
import { memo, useEffect, useState, type ComponentType, type ReactNode } from 'react'
import { getPublishedId, ToolLink, useClient, type Tool } from 'sanity'
import { useRouter } from 'sanity/router'
import { isSectionKind } from '#lib/manual/sections.ts'
import { apiVersion } from '#sanity/content/api-version.ts'
import { editionType } from '#lib/editions/stored.ts'
import { deletedSection } from './deleted.ts'
import { currentDocuments, outlineTypes, type OutlineRow } from './outline.ts'
import { useOutlineRows } from './use-outline-rows.ts'

/** Shown in place of a form if its address has never led to a section. */
export const Nowhere = () => <Page />

function Page({ children }: { children?: ReactNode }) {
  return (
    <Box padding={4} style={{ maxWidth: '44rem', marginInline: 'auto' }}>
      <Stack gap={5} paddingY={4}>
        <Heading as="h2" size={2}>
          There is nothing at this address
        </Heading>
        <Text size={1} muted>
          No section has ever been kept under it. All there are stand in the list of the manual.
        </Text>
        {children}
      </Stack>
    </Box>
  )
}

/** Shown in place of a tool, below the Studio's bar, at an address that has none. */
export const NoTool = () => (
  <Page>
    <title>Nowhere | Operating Manual</title>
    <Flex>
      <Button as={ToolLink} mode="ghost" fontSize={1} padding={3} name="structure">
        <Text size={1}>Open the manual</Text>
      </Button>
    </Flex>
  </Page>
)

/** The Presentation tool, with the same page in its place at an address at which it would crash. */
export function orNowhere(tool: Tool): Tool {
  // `memo`, since the rows change with each keystroke.
  const Presentation = memo(tool.component as ComponentType<{ tool: Tool }>)
  const OrNowhere = (props: { tool: Tool }) => {
    const { state, navigate } = useRouter()
    const rows = useOutlineRows()
    const isUnknown = useNeverWas(state, rows)
    if (!isUnknown && !leadsNowhere(state, rows)) return <Presentation {...props} />
    const leave = () => navigate({}, { replace: true })
    return (
      <Page>
        <Flex>
          <Button mode="ghost" fontSize={1} padding={3} text="Open the page" onClick={leave} />
        </Flex>
      </Page>
    )
  }
  return { ...tool, component: OrNowhere }
}

/**
 * Whether the address that the tool was opened with names a section that has never been. Only that one: a new
 * section, which the author begins here, is not stored before its first word.
 */
function useNeverWas(state: Readonly<Record<string, unknown>>, rows: readonly OutlineRow[] | undefined) {
  const client = useClient({ apiVersion })
  const [opened] = useState(state)
  const [neverWas, setNeverWas] = useState<string>()
  const id = rows && unknownSection(opened, rows)
  useEffect(() => {
    if (id === undefined) return
    void deletedSection(client, id).then(
      (section) => setNeverWas(section ? undefined : id),
      // The history cannot be read.
      () => undefined,
    )
  }, [client, id])
  return id !== undefined && id === neverWas && state.id === opened.id
}

/** The id of a section in an address, if there is none with it, and it is not being added to the manual. */
export function unknownSection(
  { id, type, _searchParams = [] }: Readonly<Record<string, unknown>>,
  rows: readonly OutlineRow[],
): string | undefined {
  if (typeof id !== 'string' || !isSectionKind(type)) return undefined
  const isNew = (_searchParams as [string, string][]).some(([name]) =>
    /^(template|parentRefPath)$/.test(name),
  )
  const published = getPublishedId(id)
  return isNew || currentDocuments(rows).has(published) ? undefined : published
}

/**
 * Whether an address names a type that is none of the manual's documents, or not that of the document with
 * this id. There may be no such document: it begins with its form.
 *
 * @param rows `undefined` until they are known.
 */
export function leadsNowhere(
  { id, type }: Readonly<Record<string, unknown>>,
  rows: readonly OutlineRow[] | undefined,
): boolean {
  if (typeof type !== 'string') return false
  if (!outlineTypes.includes(type)) return true
  const document = typeof id === 'string' ? currentDocuments(rows ?? []).get(getPublishedId(id)) : undefined
  return document !== undefined && document._type !== type
}

/** The panes of the structure tool in an address: those of a group are beside each other. */
export type Panes = { id: string; params?: Record<string, string | undefined> }[][]

/** What the address of a pane begins with that is an editor outside of the list. */
const editor = '__edit__'

/**
 * The same panes, but in the place of each editor that leads nowhere a pane that is looked up in the list, which
 * opens what there is, or says that there is nothing. An editor fails without a type that the schema has; with one,
 * it would offer a form at any address.
 *
 * @returns the given panes themselves if nothing has to be replaced.
 */
export function withoutWrongEditors(panes: Panes, rows: readonly OutlineRow[]): Panes {
  const isWrong = ({ id, params = {} }: Panes[number][number]) => {
    if (!id.startsWith(editor) || params.type === editionType) return false
    const address = {
      id: id.slice(editor.length),
      type: params.type ?? '',
      _searchParams: Object.entries(params),
    }
    return leadsNowhere(address, rows) || unknownSection(address, rows) !== undefined
  }
  if (!panes.flat().some(isWrong)) return panes
  return panes.map((group) =>
    group.map((pane) => (isWrong(pane) ? { id: pane.id.slice(editor.length) } : pane)),
  )
}
