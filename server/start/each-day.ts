import { utcDay } from '#lib/manual/index.ts'

/**
 * Calls back within a minute of a new day (UTC), even after the machine has slept. Does not keep the process
 * alive. Returns a function that ends it.
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
