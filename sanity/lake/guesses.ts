import { httpError } from './errors.ts'

const minute = 60_000
/** Failed attempts per minute from one client. */
const mostOfOne = 10
/** Failed attempts per minute from all clients, since an attacker can use many addresses. */
const mostOfAll = 100

/**
 * Limits guessing of tokens. After too many failed attempts, further ones are refused unchecked for a minute,
 * even with the right token. Sessions and one-time links still work.
 */
export class Guesses {
  readonly #clock: () => Date
  readonly #log: (line: string) => void
  #failures: { client: string; time: number }[] = []

  constructor(clock: () => Date, log: (line: string) => void) {
    this.#clock = clock
    this.#log = log
  }

  /** @throws {LakeError} 429 */
  refuseIfTooMany(client: string): void {
    const own = this.#of(client)
    const counted = own.length >= mostOfOne ? own : this.#failures.length >= mostOfAll ? this.#failures : []
    const [oldest] = counted
    if (!oldest) return
    const seconds = String(Math.ceil((oldest.time + minute - this.#now()) / 1000))
    throw httpError(429, 'Too many failed attempts to sign in', { headers: { 'retry-after': seconds } })
  }

  count(client: string): false {
    const own = this.#of(client)
    this.#failures.push({ client, time: this.#now() })
    const all = this.#failures.length
    if (own.length + 1 === mostOfOne)
      this.#log(`lake: ${mostOfOne} wrong tokens in a minute from ${client}: more are refused unseen for now`)
    else if (all === mostOfAll)
      this.#log(`lake: ${mostOfAll} wrong tokens in a minute: all are refused unseen for now`)
    return false
  }

  #of(client: string) {
    const since = this.#now() - minute
    this.#failures = this.#failures.filter(({ time }) => time > since)
    return this.#failures.filter((failure) => failure.client === client)
  }

  #now(): number {
    return this.#clock().getTime()
  }
}
