import { Box, Button, Flex, Heading, Stack, Text } from '@sanity/ui'
import { memo, type ComponentType, type ReactNode } from 'react'
import { getPublishedId, type Tool } from 'sanity'
import { useRouter } from 'sanity/router'
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

/** The Presentation tool, with the same page in its place at an address at which it would crash. */
export function orNowhere(tool: Tool): Tool {
  // `memo`, since the rows change with each keystroke.
  const Presentation = memo(tool.component as ComponentType<{ tool: Tool }>)
  const OrNowhere = (props: { tool: Tool }) => {
    const { state, navigate } = useRouter()
    const rows = useOutlineRows()
    if (!leadsNowhere(state, rows)) return <Presentation {...props} />
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
