import { utcDay } from '#lib/manual/index.ts'

/**
 * Calls back when a new day has begun (UTC), within a minute of it, and also after a sleep of the machine. Does not keep the process
 * alive. Gives the function that ends it.
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
