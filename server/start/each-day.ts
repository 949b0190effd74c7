import { utcDay } from '#lib/manual/index.ts'

/**
 * Calls `call` within a minute of each new day (UTC), even after the machine has slept. Does not keep the
 * process alive.
 *
 * @returns a function that stops it.
 */
export function eachDay(call: () => void): () => void {
  let last = utcDay()
  const timer = setInterval(() => {
    if (utcDay() === last) return
    last = utcDay()
    call()
  }, 60_000)
  timer.unref()
  return () => clearInterval(timer)
}
