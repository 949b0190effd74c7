import { describe, expect, it } from 'vitest'
import type { Action, SanityClient } from '@sanity/client'
import { deletedSection } from '#sanity/studio/deleted.ts'
import { lastStateOf } from '#sanity/preview/last-state.ts'
import { startLake } from './support.ts'

const shelf = { _id: 'shelf', _type: 'shelfSection', eyebrow: 'Shelf', title: 'As published' }
const draft = { ...shelf, _id: 'drafts.shelf', title: 'As drafted' }

const steps = {
  draft: (client) => client.create(draft),
  edit: (client) => client.patch('shelf').set({ title: 'As edited since' }).commit(),
  publish: act({ actionType: 'sanity.action.document.publish', draftId: draft._id, publishedId: shelf._id }),
  unpublish: act({
    actionType: 'sanity.action.document.unpublish',
    draftId: draft._id,
    publishedId: shelf._id,
  }),
  discard: act({ actionType: 'sanity.action.document.version.discard', versionId: draft._id }),
  delete: (client) => client.delete({ query: '*[_id in ["shelf", "drafts.shelf"]]' }),
  deletePublished: (client) => client.delete(shelf._id),
} satisfies Record<string, (client: SanityClient) => Promise<unknown>>

function act(action: Action) {
  return (client: SanityClient) => client.action(action)
}

/** What happens to a published section until it is gone, and the title that its form showed last. */
const lives: [(keyof typeof steps)[], title: string][] = [
  [['delete'], 'As published'],
  [['draft', 'delete'], 'As drafted'],
  [['draft', 'deletePublished', 'discard'], 'As drafted'],
  [['draft', 'discard', 'delete'], 'As published'],
  [['draft', 'discard', 'edit', 'delete'], 'As edited since'],
  [['draft', 'publish', 'delete'], 'As drafted'],
  [['draft', 'publish', 'edit', 'delete'], 'As edited since'],
  [['draft', 'publish', 'edit', 'unpublish', 'discard'], 'As edited since'],
  [['draft', 'edit', 'delete'], 'As drafted'],
]

// Documents are dated to the second.
describe.each([
  ['within one second', 0],
  ['over some seconds', 2000],
])('a section that was deleted, %s', (_, pause) => {
  it.each(lives)('after the steps %j, has the title “%s”', async (life, title) => {
    let now = Date.parse('2026-11-26T09:00:00Z')
    const { client } = await startLake({ clock: () => new Date((now += pause)) })
    await client.create(shelf)
    for (const step of life) await steps[step](client)
    const last = await lastStateOf(client, 'shelf')
    expect(last).toMatchObject({ title })
    expect(await deletedSection(client, 'shelf')).toMatchObject({ words: [title], revision: last!._rev })
  })
})
