import { expect, it } from 'vitest'
import { confirmations, publishWith, undoConfirmation, type Fields } from '#sanity/studio/confirm.ts'
import { startLake } from './support.ts'

const today = '2026-11-26'
const reading = (_key: string, subject: string) => ({ _key, subject, confirmed: '2026-10-01' })
const now = {
  _id: 'now',
  _type: 'nowSection',
  readings: [reading('a', 'A book'), reading('b', 'A shed')],
}

type Stored = Fields & { _rev: string; readings: { subject: string; confirmed: string }[] }

/** A lake in which one window has confirmed the first reading of Now. */
async function confirmed() {
  const { client, stop } = await startLake()
  await client.create(now)
  const stored = (id: string) => client.getDocument<Stored>(id)
  const said = async (id = 'now') =>
    (await stored(id))?.readings.map(({ subject, confirmed }) => [subject, confirmed])
  const section = (await stored('now'))!
  const set = confirmations(section, today, 'a')
  const publishedRevision = await publishWith(client, 'now', { set })
  const undo = () => undoConfirmation(client, 'now', { section, set, isInDraft: false, publishedRevision })
  const edit = (patch: object) =>
    client.action({
      actionType: 'sanity.action.document.edit',
      draftId: 'drafts.now',
      publishedId: 'now',
      patch,
    })
  return { client, stop, stored, said, section, set, undo, edit }
}

const subject = 'readings[_key=="a"].subject'

it('restores the date that readers saw before', async () => {
  const { undo, said } = await confirmed()
  expect(await said()).toEqual([
    ['A book', today],
    ['A shed', '2026-10-01'],
  ])
  expect(await undo()).toBe('published')
  expect(await said()).toEqual([
    ['A book', '2026-10-01'],
    ['A shed', '2026-10-01'],
  ])
})

it('declines when other words were published in another window, and keeps the date of that publish', async () => {
  const { client, undo, edit, said } = await confirmed()
  await edit({ set: { [subject]: 'Another book' } })
  await publishWith(client, 'now', {})
  expect(await undo()).toBe('declined')
  expect(await said()).toEqual([
    ['Another book', today],
    ['A shed', '2026-10-01'],
  ])
  expect(await said('drafts.now')).toBeUndefined()
})

it('declines when the same words were published again', async () => {
  const { client, undo, edit, said } = await confirmed()
  for (const words of ['Another book', 'A book']) {
    await edit({ set: { [subject]: words } })
    await publishWith(client, 'now', {})
  }
  expect(await undo()).toBe('declined')
  expect((await said())?.[0]).toEqual(['A book', today])
})

it('takes the date from readers and from a draft that began since, and publishes none of the draft', async () => {
  const { undo, edit, said } = await confirmed()
  await edit({ set: { [subject]: 'Another book', 'readings[_key=="b"].subject': 'A house' } })
  expect(await undo()).toBe('published')
  expect(await said()).toEqual([
    ['A book', '2026-10-01'],
    ['A shed', '2026-10-01'],
  ])
  expect(await said('drafts.now')).toEqual([
    ['Another book', '2026-10-01'],
    ['A house', '2026-10-01'],
  ])
})

it('leaves a date that was set in a draft since', async () => {
  const { undo, edit, said } = await confirmed()
  await edit({ set: { 'readings[_key=="a"].confirmed': '2026-11-27' } })
  expect(await undo()).toBe('published')
  expect((await said())?.[0]).toEqual(['A book', '2026-10-01'])
  expect((await said('drafts.now'))?.[0]).toEqual(['A book', '2026-11-27'])
})

it('declines when the section was deleted', async () => {
  const { client, undo } = await confirmed()
  await client.delete('now')
  expect(await undo()).toBe('declined')
})

it('undoes a confirmation in a draft, unless the draft was published since', async () => {
  const { client, edit, stored, said } = await confirmed()
  await edit({ set: { lead: 'Not yet' } })
  const section = (await stored('drafts.now'))!
  const set = confirmations(section, today, 'b')
  await edit({ set })
  const publishedRevision = (await stored('now'))!._rev
  const confirmation = { section, set, isInDraft: true, publishedRevision }
  expect(await undoConfirmation(client, 'now', confirmation)).toBe('in the draft')
  expect((await said('drafts.now'))?.[1]).toEqual(['A shed', '2026-10-01'])
  await edit({ set })
  await publishWith(client, 'now', {})
  expect(await undoConfirmation(client, 'now', confirmation)).toBe('declined')
  expect((await said())?.[1]).toEqual(['A shed', today])
})

it('confirms and undoes a section without readings as a whole', async () => {
  const { client, stored } = await confirmed()
  await client.create({ _id: 'shelf', _type: 'shelfSection', title: 'Within reach' })
  const section = (await stored('shelf'))!
  const set = confirmations(section, today)
  const undo = async (publishedRevision: string) =>
    undoConfirmation(client, 'shelf', { section, set, isInDraft: false, publishedRevision })
  expect(await undo(await publishWith(client, 'shelf', { set }))).toBe('published')
  expect(await stored('shelf')).not.toHaveProperty('confirmed')
  const revision = await publishWith(client, 'shelf', { set })
  await client.create({ ...(await stored('shelf'))!, _id: 'drafts.shelf', title: 'Out of reach' })
  expect(await undo(revision)).toBe('published')
  for (const id of ['shelf', 'drafts.shelf']) expect(await stored(id)).not.toHaveProperty('confirmed')
  expect(await stored('shelf')).toHaveProperty('title', 'Within reach')
})

it('never takes the date from a publish that comes at the same moment', async () => {
  const outcomes = new Set<string>()
  for (let round = 0; round < 40; round += 1) {
    const { client, stop, set, undo, edit, said } = await confirmed()
    const publish = async () => {
      // Every round starts the publish at another moment of the undo.
      for (let turn = 0; turn < round % 20; turn += 1) await new Promise(setImmediate)
      await edit({ set: { [subject]: 'Another book' } })
      await publishWith(client, 'now', { set })
    }
    const [outcome] = await Promise.all([undo(), publish()])
    outcomes.add(outcome)
    expect((await said())?.[0]).toEqual(['Another book', today])
    await stop()
  }
  expect(outcomes).toContain('declined')
})

it('is done, for readers and in the draft, whenever a draft of another field begins', async () => {
  for (let round = 0; round < 40; round += 1) {
    const { stop, undo, edit, said } = await confirmed()
    const begin = async () => {
      for (let turn = 0; turn < round % 20; turn += 1) await new Promise(setImmediate)
      await edit({ set: { lead: 'Not yet' } })
    }
    const [outcome] = await Promise.all([undo(), begin()])
    expect(outcome).toBe('published')
    for (const id of ['now', 'drafts.now']) expect((await said(id))?.[0]).toEqual(['A book', '2026-10-01'])
    await stop()
  }
})

it('does not publish a draft that begins at the same moment', async () => {
  const { client, edit, stored, set } = await confirmed()
  const { _rev } = (await stored('now'))!
  await edit({ set: { [subject]: 'Not yet' } })
  const late = publishWith(client, 'now', { set }, { editedRevision: _rev, publishedRevision: _rev })
  await expect(late).rejects.toMatchObject({ statusCode: 409 })
  expect((await stored('now'))!.readings[0]!.subject).toBe('A book')
})
