/** Lets a few do at once what is expensive; others wait, and more than can wait are sent away. */
export class Turns {
  readonly #atOnce: number
  readonly #mostWaiting: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(atOnce: number, mostWaiting: number) {
    this.#atOnce = atOnce
    this.#mostWaiting = mostWaiting
  }

  /** Resolves when it is one's turn, with what ends it; `undefined` at once where too many wait. */
  async take(): Promise<(() => void) | undefined> {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#mostWaiting) return undefined
      // Whoever ends a turn hands it on.
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
