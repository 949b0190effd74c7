import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { killFollowers, notifyAtOnce } from '#scripts/harness/editions/kills.ts'
import { tryLives } from '#scripts/harness/editions/life.ts'

beforeEach(() => {
  for (const stream of ['info', 'warn'] as const) vi.spyOn(console, stream).mockImplementation(() => {})
})
afterEach(() => void vi.restoreAllMocks())

it('keeps what readers were served, under numbers that rise, whatever is published, missed, killed and repeated', async () => {
  await expect(tryLives(15, 'forwards')).resolves.toBeUndefined()
}, 120_000)

it('keeps numbers that rise while the clock of the Content Lake is set forwards and back', async () => {
  await expect(tryLives(10, 'jumping')).resolves.toBeUndefined()
}, 120_000)

it('has one edition of each publish that three processes hear of a hundred times at once', async () => {
  expect(await notifyAtOnce(8)).toEqual([])
}, 120_000)

it('has one edition of each publish while processes are killed at any moment', async () => {
  expect(await killFollowers(3)).toEqual([])
}, 120_000)
