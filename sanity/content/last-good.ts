import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** Its name in DATA_DIR. */
export const lastGoodFile = 'last-good.json'

const kept = z.object({ owner: z.string(), answer: z.unknown() })

/**
 * The content API's last good answer, for readers while the API is away: in memory, and in a file in DATA_DIR
 * for after a restart. It is the answer rather than the view model made from it, so that a newer version of
 * the site parses it by its own rules.
 */
export class LastGood {
  readonly #directory: string
  readonly #owner: string
  #answer: unknown
  #saved: unknown
  #saving: Promise<void> = Promise.resolve()

  /** @param owner names the dataset: what was kept of another one is never given to readers. */
  constructor(directory: string, owner: string) {
    this.#directory = directory
    this.#owner = owner
  }

  set(answer: unknown): void {
    this.#answer = answer
  }

  /**
   * What was set last; after a restart, what was saved last of this dataset; `undefined` when there is
   * neither.
   */
  async read(): Promise<unknown> {
    if (this.#answer !== undefined) return this.#answer
    try {
      const { owner, answer } = kept.parse(JSON.parse(await readFile(this.#file, 'utf8')))
      return owner === this.#owner ? answer : undefined
    } catch {
      return undefined
    }
  }

  /** Forgets what was set last, here and in the file. */
  clear(): Promise<void> {
    this.#answer = undefined
    this.#saved = undefined
    const clearing = this.#saving.catch(() => undefined).then(() => rm(this.#file, { force: true }))
    this.#saving = clearing
    return clearing
  }

  /**
   * Writes what was set last, if it is not in the file yet. One write at a time: an older one must not end
   * last.
   */
  save(): Promise<void> {
    const saving = this.#saving.catch(() => undefined).then(() => this.#save())
    this.#saving = saving
    return saving
  }

  /** The file is complete at every moment: a new one is written beside it, flushed, then renamed over it. */
  async #save(): Promise<void> {
    const answer = this.#answer
    if (answer === undefined || answer === this.#saved) return
    await mkdir(this.#directory, { recursive: true })
    const unfinished = `${this.#file}.unfinished`
    try {
      await rm(unfinished, { force: true })
      const handle = await open(/* turbopackIgnore: true */ unfinished, 'wx', 0o600)
      try {
        await handle.writeFile(JSON.stringify({ owner: this.#owner, answer }))
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(unfinished, this.#file)
      this.#saved = answer
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    }
  }

  get #file(): string {
    return join(this.#directory, lastGoodFile)
  }
}
