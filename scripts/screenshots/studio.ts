import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { seedDocuments } from '#sanity/seed/index.ts'
import { signIn } from '#scripts/harness/sign-in.ts'
import { authorClient } from '#scripts/harness/author-client.ts'
import type { Site } from '#scripts/harness/site.ts'

const sizes = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
} satisfies Record<string, BrowserContextOptions>

/** A place in the Studio: its address, and what to do before the screenshot. */
interface Place {
  path: string
  reach?: (studio: Page) => Promise<void>
}

/** Opens a part of the manual's form: a tab or, on narrow screens, an option of a select. */
const part = (name: string) => async (studio: Page) => {
  const tab = studio.getByRole('tab', { name })
  const choice = studio.getByRole('combobox').filter({ hasText: 'Opening' })
  await tab.or(choice).first().waitFor()
  if (await tab.isVisible()) await tab.click()
  else await choice.selectOption({ label: name })
}
const button = (name: string) => (studio: Page) => studio.getByRole('button', { name }).first().click()
const frame = button('Name, heading, address and rhythm')
/** Opens the first entry of a list in a section's form. */
const entry = async (studio: Page) =>
  studio
    .getByRole('group')
    .getByRole('button', { name: /^\d+\.1 / })
    .first()
    .click()
const actions = button('Open document actions')
const action = (name: string) => async (studio: Page) => {
  await actions(studio)
  await studio.getByRole('menuitem', { name }).click()
}

/** Waits for the panes to load one after another, for three seconds at most: some of them poll the server. */
const rest = async (studio: Page) => {
  await studio.getByRole('button', { name: 'Menu' }).waitFor()
  await studio.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => undefined)
  await studio.waitForTimeout(1000)
}

/** Every form, pane, menu and dialog of the Studio. */
function places(): Record<string, Place> {
  const found: Record<string, Place> = {
    list: { path: '/structure' },
    due: { path: '/structure/due' },
    'account-menu': { path: '/structure/due', reach: button('Menu') },
    gone: { path: '/structure/no-such-section' },
    presentation: {
      path: '/presentation',
      reach: (studio) => studio.frameLocator('iframe').getByText('Follows every edit').waitFor(),
    },
    'manual-menu': { path: '/structure/manual', reach: actions },
    'section-menu': { path: '/structure/history', reach: actions },
    'section-delete': { path: '/structure/history', reach: action('Delete') },
    'section-unpublish': {
      path: '/structure/history',
      reach: async (studio) => {
        await button('As published')(studio)
        await action('Unpublish')(studio)
      },
    },
  }
  for (const name of ['Opening', 'Sections', 'Person', 'Document'])
    found[`manual-${name.toLowerCase()}`] = { path: '/structure/manual', reach: part(name) }
  for (const { _id, _type } of seedDocuments()) {
    if (_type === 'manual') continue
    found[`section-${_id}`] = { path: `/structure/${_id}`, reach: frame }
    if (_type !== 'proseSection') found[`section-${_id}-entry`] = { path: `/structure/${_id}`, reach: entry }
  }
  // Comes last, since it changes the manual's draft.
  found['section-new'] = {
    path: '/structure/manual',
    reach: async (studio) => {
      await part('Sections')(studio)
      await button('Add section')(studio)
      await button('Create…')(studio)
    },
  }
  return found
}

/** Takes a screenshot of every place in the Studio, on a desktop and a phone, light and dark. */
export async function takeStudio(
  site: Site,
  folder: string,
  inContext: (options: BrowserContextOptions, take: (page: Page) => Promise<void>) => Promise<void>,
): Promise<void> {
  const directory = join(folder, 'studio')
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  for (const [size, options] of Object.entries(sizes))
    for (const colorScheme of ['light', 'dark'] as const)
      await inContext({ ...options, colorScheme }, async (studio) => {
        await studio.goto(`${site.url}/lake/sign-in`)
        const save = (name: string) =>
          studio.screenshot({ path: join(directory, `${name}-${size}-${colorScheme}.png`) })
        await save('sign-in')
        await signIn(studio, site.url, site.writeToken)
        for (const [name, { path, reach }] of Object.entries(places())) {
          await studio.goto(`${site.url}/studio${path}`)
          await rest(studio)
          await reach?.(studio)
          await rest(studio)
          await save(name)
        }
        await authorClient(site).delete({ query: '*[_id in path("drafts.**")]' })
      })
  console.info(`${directory}/`)
}
