const day = () => new Date().toISOString().slice(0, 10)

/**
 * Calls back when a new day has begun (UTC), within a minute of it, and also after a sleep of the machine. Does not keep the process
 * alive. Gives the function that ends it.
 */
export function eachDay(call: () => void): () => void {
  let last = day()
  const timer = setInterval(() => {
    if (day() === last) return
    last = day()
    call()
  }, 60_000)
  timer.unref()
  return () => clearInterval(timer)
}
