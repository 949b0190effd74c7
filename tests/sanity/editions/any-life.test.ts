import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { killFollowers, notifyAtOnce } from '#scripts/harness/editions/kills.ts'
import { tryLives } from '#scripts/harness/editions/life.ts'

beforeEach(() => {
  for (const stream of ['info', 'warn'] as const) vi.spyOn(console, stream).mockImplementation(() => {})
})
afterEach(() => void vi.restoreAllMocks())

it('the record keeps what readers were served, in numbered order, whatever is published, missed, killed or repeated', async () => {
  await expect(tryLives(15, 'forwards')).resolves.toBeUndefined()
}, 120_000)

it('edition numbers keep rising while the Content Lake’s clock is set forwards and back', async () => {
  await expect(tryLives(10, 'jumping')).resolves.toBeUndefined()
}, 120_000)

it('each publish makes one edition, even if three processes are each notified of it a hundred times at once', async () => {
  expect(await notifyAtOnce(8)).toEqual([])
}, 120_000)

it('each publish makes one edition, even if processes are killed at any moment', async () => {
  expect(await killFollowers(3)).toEqual([])
}, 120_000)
