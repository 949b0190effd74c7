import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keepLastGood, readLastGood } from '#lib/content/last-good.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'last-good-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

it('gives back what was kept last', async () => {
  await keepLastGood(dataDir, { _id: 'manual', headline: 'one' })
  await keepLastGood(dataDir, { _id: 'manual', headline: 'two' })
  expect(await readLastGood(dataDir)).toEqual({ _id: 'manual', headline: 'two' })
})

it('is one whole file after many writes at once, with nothing left beside it', async () => {
  const long = 'x'.repeat(200_000)
  await Promise.all(Array.from({ length: 20 }, (_, n) => keepLastGood(dataDir, { n, long })))
  expect(await readLastGood(dataDir)).toEqual({ n: expect.any(Number), long })
  expect(readdirSync(dataDir)).toEqual(['last-good.json'])
})

it('gives nothing when nothing was kept, or what was kept is damaged', async () => {
  expect(await readLastGood(dataDir)).toBeUndefined()
  writeFileSync(join(dataDir, 'last-good.json'), '{"_id": "man')
  expect(await readLastGood(dataDir)).toBeUndefined()
})

it('leaves the old one in place when the new one cannot be written', async () => {
  await keepLastGood(dataDir, { headline: 'good' })
  const circular: Record<string, unknown> = {}
  circular.self = circular
  await expect(keepLastGood(dataDir, circular)).rejects.toThrow(/circular/)
  expect(await readLastGood(dataDir)).toEqual({ headline: 'good' })
  expect(readdirSync(dataDir)).toEqual(['last-good.json'])
})
