import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { redactedMark } from '#lib/editions/redact.ts'
import { hashOf, readText } from '#lib/editions/text.ts'
import { findPassage, forgetRecord, PassageHeldError, redactPassage } from '#sanity/editions/redaction.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import { startWorld, type Instance, type World } from '#scripts/harness/editions/world.ts'

const passage = 'Zebrafinch "Holdings"'
let world: World
let instance: Instance

/** Makes a record of three editions. The second contains a customer's name, and so does its reason. */
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.spyOn(console, 'info').mockImplementation(() => undefined)
  world = await startWorld({ seed: seedDocuments })
  instance = world.start()
  await world.publish({ record: 'public' })
  await instance.record.lookNow()
  world.pass(60)
  await world.publish({ lead: `We serve ${passage}.` }, 'principles')
  await instance.record.lookNow()
  await world.client
    .patch('record.edition-2')
    .set({ reason: `${passage} asked for it.` })
    .commit()
  world.pass(60)
})
afterEach(async () => {
  await world[Symbol.asyncDispose]()
  vi.restoreAllMocks()
})

async function takeOut() {
  await world.publish({ lead: 'We serve.' }, 'principles')
  await instance.record.lookNow()
}

it('a redaction says where the passage is, and is refused while it is published or in a draft', async () => {
  const draft = { _id: 'drafts.principles', _type: 'principlesSection', lead: `${passage} again` }
  await world.client.create(draft)
  const { holders, editions } = await findPassage(world.client, passage)
  expect(holders.map(({ document, places }) => [document._id, places])).toEqual([
    ['drafts.principles', [{ words: 'Lead', path: 'lead' }]],
    ['principles', [{ words: 'Lead', path: 'lead' }]],
  ])
  expect(editions.map(({ number, places }) => [number, places])).toEqual([
    [2, ['its reason', '§ 2 Engineering Principles: Lead']],
  ])
  const said = async () =>
    (await world.stored()).slice(0, 2).map(({ text, changes, reason }) => [text, changes, reason])
  const before = await said()
  await expect(redactPassage(world.client, passage)).rejects.toThrow(PassageHeldError)
  await takeOut()
  await expect(redactPassage(world.client, passage)).rejects.toThrow('drafts.principles')
  expect(await said()).toEqual(before)
})

it('a redaction removes the passage from every edition and updates the hashes, and the record goes on', async () => {
  await takeOut()
  const { generation } = instance.published
  expect(await redactPassage(world.client, passage)).toEqual([2])
  const [one, two, three] = await world.stored()
  expect(JSON.stringify([one, two, three])).not.toContain('Zebrafinch')
  expect(two?.reason).toBe(`${redactedMark} asked for it.`)
  expect([one, two, three].map((edition) => edition!.hash)).toEqual(
    [one, two, three].map((edition) => hashOf(edition!.text)),
  )
  expect(readText(two!.text, 1).sections[1]!.lead).toBe(`We serve ${redactedMark}.`)
  await vi.waitFor(() => expect(instance.published.generation).toBeGreaterThan(generation))
  const editions = await instance.record.load()
  expect(editions?.list.map(({ number, redacted }) => [number, redacted !== undefined])).toEqual([
    [3, false],
    [2, true],
    [1, false],
  ])
  await instance.record.lookNow()
  expect(await world.stored()).toHaveLength(3)
  expect(await findPassage(world.client, passage)).toEqual({ holders: [], editions: [] })
})

it('a redaction leaves nothing in the last good content, which has a broken section as it was before', async () => {
  const kept = () => readFileSync(join(world.directory, '0', 'last-good.json'), 'utf8')
  await world.publish({ principles: 'broken', lead: 'We serve.' }, 'principles')
  await instance.record.lookNow()
  await vi.waitFor(() => expect(kept()).toContain('Zebrafinch'))
  await redactPassage(world.client, passage)
  await vi.waitFor(() => expect(kept()).not.toContain('Zebrafinch'))
})

it('a redaction succeeds while others write to the record', async () => {
  await takeOut()
  const client = world.client.withConfig({})
  let isFirst = true
  vi.spyOn(client, 'mutate').mockImplementation(async (...given) => {
    if (isFirst) await world.client.patch('record.edition-2').set({ correction: true }).commit()
    isFirst = false
    return world.client.mutate(...(given as [never]))
  })
  expect(await redactPassage(client, passage)).toEqual([2])
  expect((await world.stored())[1]).toMatchObject({
    correction: true,
    reason: `${redactedMark} asked for it.`,
  })
})

it('a redaction works on a damaged edition, too', async () => {
  await takeOut()
  await world.client
    .patch('record.edition-2')
    .set({ text: `{"opening": For ${passage}` })
    .commit()
  const { editions } = await findPassage(world.client, passage)
  expect(editions[0]!.places).toEqual(['its reason', 'its text, which is damaged'])
  expect(await redactPassage(world.client, passage)).toEqual([2])
  expect((await world.stored())[1]!.text).toBe(`{"opening": For ${redactedMark}`)
})

it('a redaction of a common word in a damaged text leaves the marks of other redactions', async () => {
  await takeOut()
  const text = '{"opening": "It acted [redacted]'
  await world.client.patch('record.edition-2').set({ text, reason: 'None' }).commit()
  expect(await redactPassage(world.client, 'acted')).toEqual([2])
  expect((await world.stored())[1]!.text).toBe('{"opening": "It [redacted] [redacted]')
  expect((await findPassage(world.client, 'acted')).editions).toEqual([])
})

it('redactions of two keys keep them different in every edition, and the changes still lead to them', async () => {
  const rule = (_key: string) => ({ _key, title: 'A customer', body: 'First.' })
  for (const keys of [['globex'], ['acme', 'globex'], ['acme', 'initech'], ['none']]) {
    world.pass(60)
    await world.publish({ principles: keys.map(rule), lead: 'We serve.' }, 'principles')
    await instance.record.lookNow()
  }
  for (const passage of ['Acme', 'Globex', 'Initech']) await redactPassage(world.client, passage)
  const stored = await world.stored()
  const keys = stored.map(({ text }) => {
    const { principles = [] } = readText(text, 1).sections[1] as { principles?: { _key: string }[] }
    return principles.map(({ _key }) => _key)
  })
  expect(keys.slice(2, 5)).toEqual([['redacted-2'], ['redacted', 'redacted-2'], ['redacted', 'redacted-3']])
  const { entries } = JSON.parse(stored[4]!.changes) as { entries: { key: string; anchor: string }[] }
  expect(entries.map(({ key, anchor }) => [key, anchor])).toEqual([
    ['redacted-2', 'principles-redacted-2'],
    ['redacted-3', 'principles-redacted-3'],
  ])
  expect(JSON.stringify(stored)).not.toMatch(/acme|globex|initech/i)
})

it('a redaction is refused while the passage is in a published key, and says how to get another key', async () => {
  await expect(redactPassage(world.client, 'Build before consuming')).rejects.toThrow(
    'Principles 1: its key (duplicate the entry and remove the original: the copy has another)',
  )
})

it('a redaction names a draft of an edition that another tool has made', async () => {
  await takeOut()
  await world.client.create({ _id: 'drafts.record.edition-2', _type: 'edition', reason: passage })
  await expect(redactPassage(world.client, passage)).rejects.toThrow('drafts.record.edition-2')
})

it('forgetting deletes every edition, and the record begins again', async () => {
  await takeOut()
  expect(await forgetRecord(world.client)).toBe(3)
  await vi.waitFor(async () => expect((await world.stored()).map(({ number }) => number)).toEqual([1]))
  expect(JSON.stringify(await world.stored())).not.toContain('Zebrafinch')
})
