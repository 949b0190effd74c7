import { dequal } from 'dequal/lite'
import { useMemo, useState } from 'react'
import { Button, Card, Flex, Text } from '@sanity/ui'
import { Menu, MenuButton, MenuDivider, MenuItem } from '@sanity/ui/menu'
import {
  useClient,
  useColorSchemeInternalValue,
  useColorSchemeSetValue,
  usePerspective,
  useSetPerspective,
  useWorkspace,
} from 'sanity'
import { StateLink, useRouterState } from 'sanity/router'
import { apiVersion } from '#sanity/content/api-version.ts'
import { ManualIcon } from '#sanity/schema/icons.tsx'
import { endPreviews } from './end-previews.client.ts'
import { useFormOnPhone } from './form-on-phone.ts'
import { currentDocuments } from './outline.ts'
import { placeIn, type Place, type Places } from './places.ts'
import { useOutlineRows } from './use-outline-rows.ts'

const schemes = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

/**
 * The bar above the Studio's tools. Replaces Sanity's, which also links to project pages, help, feedback,
 * releases, other users and new documents: one author of one manual has no use for them, and some need an
 * account at Sanity.
 *
 * Vision has an address, `/studio/vision`, but no link: it is for developers.
 */
export function Navbar() {
  const { tools, title } = useWorkspace()
  const { tool: open } = useRouterState() as { tool?: string }
  const placeFor = usePlaces()
  return (
    <Card as="nav" aria-label={title} borderBottom paddingX={[2, 2, 3]} paddingY={2}>
      <Flex align="center" gap={1} wrap="wrap">
        <Text size={2} aria-hidden>
          <ManualIcon />
        </Text>
        {tools
          .filter(({ name }) => name !== 'vision')
          .map(({ name, title }) => (
            <Button
              key={name}
              as={StateLink}
              mode="bleed"
              fontSize={1}
              padding={[2, 2, 3]}
              selected={name === open}
              state={{ tool: name, [name]: placeFor(name) }}
            >
              <Text size={1}>{title}</Text>
            </Button>
          ))}
        <Flex justify="flex-end" align="center" gap={1} style={{ flex: '1 0 auto' }}>
          {open === 'presentation' && <Perspective />}
          <Account />
        </Flex>
      </Flex>
    </Card>
  )
}

/** Where the link to a tool leads: see `placeIn`. */
function usePlaces(): (tool: string) => Place | undefined {
  const state = useRouterState() as { tool?: string } & Record<string, Place | undefined>
  const [places, setPlaces] = useState<Places>({})
  const rows = useOutlineRows()
  const { tool: open } = state
  const place = open === undefined ? undefined : withoutPerspective(state[open])
  if (open !== undefined && !dequal(places[open], place)) setPlaces({ ...places, [open]: place })
  const documents = useMemo(() => currentDocuments(rows ?? []), [rows])
  return (tool) => placeIn(tool, open, places, (id) => documents.get(id)?._type)
}

/** Whether the draft is shown is the Studio's, and not the place's. */
function withoutPerspective(place: Place | undefined): Place | undefined {
  const params = place?._searchParams as [string, string][] | undefined
  return params ? { ...place, _searchParams: params.filter(([name]) => name !== 'perspective') } : place
}

/** Switches the preview between the draft and the published page. */
function Perspective() {
  useFormOnPhone()
  const { selectedPerspectiveName } = usePerspective()
  const setPerspective = useSetPerspective()
  const isPublished = selectedPerspectiveName === 'published'
  const options = [
    { text: 'Draft', isOn: !isPublished, perspective: undefined },
    { text: 'Published', isOn: isPublished, perspective: 'published' as const },
  ]
  return (
    <Flex role="group" aria-label="What is shown" gap={1}>
      {options.map(({ text, isOn, perspective }) => (
        <Button
          key={text}
          mode="bleed"
          fontSize={1}
          padding={[2, 2, 3]}
          text={text}
          selected={isOn}
          aria-pressed={isOn}
          onClick={() => setPerspective(perspective)}
        />
      ))}
    </Flex>
  )
}

function Account() {
  const { auth, basePath } = useWorkspace()
  const scheme = useColorSchemeInternalValue()
  const setScheme = useColorSchemeSetValue()
  const client = useClient({ apiVersion })
  const { logout } = auth
  return (
    <MenuButton
      id="account"
      button={<Button mode="bleed" fontSize={1} padding={[2, 2, 3]} text="Menu" />}
      menu={
        <Menu>
          {setScheme &&
            schemes.map(([value, text]) => (
              <MenuItem
                key={value}
                fontSize={1}
                text={text}
                selected={value === scheme}
                pressed={value === scheme}
                onClick={() => setScheme(value)}
              />
            ))}
          <MenuDivider />
          <MenuItem fontSize={1} as="a" text="The page" {...{ href: '/', target: '_blank' }} />
          {logout && (
            <MenuItem
              fontSize={1}
              text="Sign out"
              // Reloads the page. The Studio itself would show a list with one way to sign in, above links to
              // Sanity.
              onClick={() =>
                void endPreviews(client)
                  .then(() => logout())
                  .then(() => location.assign(basePath))
              }
            />
          )}
        </Menu>
      }
      popover={{ portal: true, placement: 'bottom-end' }}
    />
  )
}
