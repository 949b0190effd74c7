/** A semaphore with a bounded queue. */
export class Turns {
  readonly #atOnce: number
  readonly #mostWaiting: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(atOnce: number, mostWaiting: number) {
    this.#atOnce = atOnce
    this.#mostWaiting = mostWaiting
  }

  /** Resolves with a function that ends the turn; with `undefined`, at once, when the queue is full. */
  async take(): Promise<(() => void) | undefined> {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#mostWaiting) return undefined
      // The waiter takes over the place of the turn that ended, so `#running` stays the same.
      await new Promise<void>((next) => this.#waiting.push(next))
    } else this.#running += 1
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }
}
