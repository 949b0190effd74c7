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
/** What a new process reads. */
const readAgain = () => new LastGood(dataDir, 'embedded').read()
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'last-good-'))
  lastGood = new LastGood(dataDir, 'embedded')
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

it('gives back what was kept last', async () => {
  await keep({ _id: 'manual', headline: 'one' })
  await keep({ _id: 'manual', headline: 'two' })
  expect(await lastGood.read()).toEqual({ _id: 'manual', headline: 'two' })
  expect(await readAgain()).toEqual({ _id: 'manual', headline: 'two' })
})

it('is the newest after many that were set in quick succession', async () => {
  for (let round = 0; round < 50; round += 1) {
    await Promise.all(
      Array.from({ length: 4 }, (_, n) => keep({ n: 4 * round + n, long: 'x'.repeat(12_000) })),
    )
    expect(await readAgain()).toMatchObject({ n: 4 * round + 3 })
  }
})

it('is what was set last, also if it could not be written, and is written once there is room', async () => {
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

it('is one whole file after many writes at once, with nothing left beside it', async () => {
  const long = 'x'.repeat(200_000)
  await Promise.all(Array.from({ length: 20 }, (_, n) => keep({ n, long })))
  expect(await readAgain()).toEqual({ n: expect.any(Number), long })
  expect(readdirSync(dataDir)).toEqual(['last-good.json'])
})

it('gives nothing when nothing was kept, or what was kept is damaged', async () => {
  expect(await lastGood.read()).toBeUndefined()
  writeFileSync(join(dataDir, 'last-good.json'), '{"_id": "man')
  expect(await lastGood.read()).toBeUndefined()
})

it('gives nothing of another dataset, and nothing that does not say whose it is', async () => {
  await keep({ _id: 'manual', headline: 'embedded' })
  expect(await new LastGood(dataDir, 'sanity.io/abc/production').read()).toBeUndefined()
  // What the first version kept.
  writeFileSync(join(dataDir, 'last-good.json'), '{"_id":"manual","_type":"manual"}')
  expect(await readAgain()).toBeUndefined()
})

it('leaves the old one in place when the new one cannot be written', async () => {
  await keep({ headline: 'good' })
  const circular: Record<string, unknown> = {}
  circular.self = circular
  await expect(keep(circular)).rejects.toThrow(/circular/)
  expect(await readAgain()).toEqual({ headline: 'good' })
  expect(readdirSync(dataDir)).toEqual(['last-good.json'])
})
