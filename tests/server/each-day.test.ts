import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { eachDay } from '#server/start/each-day.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-25T22:30:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

it('calls back once for each new day, even after days of sleep', () => {
  const call = vi.fn<() => void>()
  const end = eachDay(call)
  vi.advanceTimersByTime(89 * 60_000)
  expect(call).not.toHaveBeenCalled()
  vi.advanceTimersByTime(2 * 60_000)
  expect(call).toHaveBeenCalledTimes(1)
  vi.setSystemTime(new Date('2026-12-03T08:00:00Z'))
  vi.advanceTimersByTime(60_000)
  expect(call).toHaveBeenCalledTimes(2)
  end()
  vi.advanceTimersByTime(3 * 24 * 60 * 60_000)
  expect(call).toHaveBeenCalledTimes(2)
})
