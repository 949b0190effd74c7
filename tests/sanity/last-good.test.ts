import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LastGood } from '#sanity/content/last-good.ts'

let dataDir: string
let lastGood: LastGood
const keep = (answer: unknown) => {
  lastGood.set(answer)
  return lastGood.save()
}
/** Reads as a new process does. */
const readAgain = () => new LastGood(dataDir, 'embedded').read()
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'last-good-'))
  lastGood = new LastGood(dataDir, 'embedded')
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

it('returns the last saved answer', async () => {
  await keep({ _id: 'manual', headline: 'one' })
  await keep({ _id: 'manual', headline: 'two' })
  expect(await lastGood.read()).toEqual({ _id: 'manual', headline: 'two' })
  expect(await readAgain()).toEqual({ _id: 'manual', headline: 'two' })
})

it('returns the newest of many answers set in quick succession', async () => {
  for (let round = 0; round < 50; round += 1) {
    await Promise.all(
      Array.from({ length: 4 }, (_, n) => keep({ n: 4 * round + n, long: 'x'.repeat(12_000) })),
    )
    expect(await readAgain()).toMatchObject({ n: 4 * round + 3 })
  }
})

it('returns the last answer even if it could not be written, and writes it once there is room', async () => {
  await keep({ headline: 'one' })
  const circular: Record<string, unknown> = {}
  circular.self = circular
  lastGood.set(circular)
  await expect(lastGood.save()).rejects.toThrow(/circular/)
  expect(await lastGood.read()).toBe(circular)
  delete circular.self
  circular.headline = 'two'
  await lastGood.save()
  expect(await readAgain()).toEqual({ headline: 'two' })
})

it('has one complete file after many writes at once', async () => {
  const long = 'x'.repeat(200_000)
  await Promise.all(Array.from({ length: 20 }, (_, n) => keep({ n, long })))
  expect(await readAgain()).toEqual({ n: expect.any(Number), long })
  expect(readdirSync(dataDir)).toEqual(['last-good.json'])
})

it('returns nothing when nothing was saved, or the file is damaged', async () => {
  expect(await lastGood.read()).toBeUndefined()
  writeFileSync(join(dataDir, 'last-good.json'), '{"_id": "man')
  expect(await lastGood.read()).toBeUndefined()
})

it('returns nothing from another dataset, or from a file without an owner', async () => {
  await keep({ _id: 'manual', headline: 'embedded' })
  expect(await new LastGood(dataDir, 'sanity.io/abc/production').read()).toBeUndefined()
  // The format of the first version.
  writeFileSync(join(dataDir, 'last-good.json'), '{"_id":"manual","_type":"manual"}')
  expect(await readAgain()).toBeUndefined()
})

it('keeps the old file when a new one cannot be written', async () => {
  await keep({ headline: 'good' })
  const circular: Record<string, unknown> = {}
  circular.self = circular
  await expect(keep(circular)).rejects.toThrow(/circular/)
  expect(await readAgain()).toEqual({ headline: 'good' })
  expect(readdirSync(dataDir)).toEqual(['last-good.json'])
})
