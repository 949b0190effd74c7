import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { action, startLake, startLakeOnDisk, type RunningLake } from './support.ts'

const passage = 'Zebrafinch "Holdings"'
const purge = ({ call }: RunningLake, body: object, init: RequestInit = {}) =>
  call('/data/purge/production', { method: 'POST', body: JSON.stringify(body), ...init })

/** One document that once contained the passage, and one that never did. */
async function startWithPast(running: RunningLake) {
  const long = `For ${passage}. `.repeat(5000)
  await running.client.createOrReplace({ _id: 'a', _type: 'note', title: long })
  await running.client.createOrReplace({ _id: 'b', _type: 'note', title: 'first' })
  await running.client.patch('a').set({ title: 'For whoever asks' }).commit()
  await running.client.patch('b').set({ title: 'second' }).commit()
  return running
}
/** The files in the dataset's directory, including a journal, that contain these bytes. */
const filesWith = (bytes: string, { file }: RunningLake) =>
  readdirSync(dirname(file)).filter((name) => readFileSync(join(dirname(file), name)).includes(bytes))

const revisionsOf = async ({ call }: RunningLake, id: string) =>
  (await (await call(`/data/history/production/transactions/${id}`)).text()).split('\n').filter(Boolean)
    .length

it('removes the history of every document that ever contained a passage, and no other history', async () => {
  const onPurge = vi.fn<() => Promise<void>>(async () => undefined)
  const running = await startWithPast(await startLakeOnDisk({ onPurge }))
  expect(filesWith('Zebrafinch', running)).toContain(basename(running.file))
  const response = await purge(running, { passage })
  expect(await response.json()).toEqual({ revisions: 1 })
  expect(filesWith('Zebrafinch', running)).toEqual([])
  expect([await revisionsOf(running, 'a'), await revisionsOf(running, 'b')]).toEqual([1, 2])
  expect(await running.client.getDocument('a')).toMatchObject({ title: 'For whoever asks' })
  expect(onPurge).toHaveBeenCalledOnce()
  await running.client.patch('a').set({ title: 'And it goes on' }).commit()
  expect(await revisionsOf(running, 'a')).toBe(2)
})

it('refuses while a document contains the passage, and names that document', async () => {
  const running = await startWithPast(await startLake())
  await running.client.create({ _id: 'drafts.c', _type: 'note', title: passage })
  const response = await purge(running, { passage })
  expect(response.status).toBe(409)
  expect(await response.text()).toContain('drafts.c')
  expect(await revisionsOf(running, 'a')).toBe(2)
})

it('uses the given function to find a passage', async () => {
  const running = await startWithPast(
    await startLake({ holdsPassage: (value) => JSON.stringify(value).includes('first') }),
  )
  await purge(running, { passage })
  expect([await revisionsOf(running, 'a'), await revisionsOf(running, 'b')]).toEqual([2, 1])
})

it('needs a passage and valid credentials', async () => {
  const running = await startWithPast(await startLake())
  expect((await purge(running, { passage: ' ' })).status).toBe(400)
  const response = await purge(
    running,
    { passage },
    { headers: { authorization: `Bearer wrong`, origin: 'https://elsewhere.example' } },
  )
  expect([401, 403]).toContain(response.status)
  expect(await revisionsOf(running, 'a')).toBe(2)
})

it('removes the history of documents deleted with `purge`, and keeps it otherwise', async () => {
  const running = await startWithPast(await startLakeOnDisk())
  const remove = (publishedId: string, purge?: boolean) =>
    running.client.action({
      actionType: action('delete') as 'sanity.action.document.delete',
      publishedId,
      includeDrafts: [],
      ...(purge !== undefined && { purge }),
    })
  await remove('a', true)
  await remove('b')
  expect(filesWith('Zebrafinch', running)).toEqual([])
  expect(readFileSync(running.file).includes('second')).toBe(true)
  expect([await revisionsOf(running, 'a'), await revisionsOf(running, 'b')]).toEqual([1, 3])
})
