import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** The name of the file in DATA_DIR. */
export const lastGoodFile = 'last-good.json'

const kept = z.object({ owner: z.string(), answer: z.unknown() })

/**
 * The content API's last good answer, for readers while the API is away: in memory, and in a file in DATA_DIR
 * for the next start. Keeps the answer, not the view model, so that a newer version of the site can parse it
 * by its own rules.
 */
export class LastGood {
  readonly #directory: string
  readonly #owner: string
  #answer: unknown
  #saved: unknown
  #saving: Promise<void> = Promise.resolve()

  /**
   * @param owner identifies the dataset. A file from another dataset is ignored.
   */
  constructor(directory: string, owner: string) {
    this.#directory = directory
    this.#owner = owner
  }

  set(answer: unknown): void {
    this.#answer = answer
  }

  /**
   * The answer that was set last; after a restart, the one in the file; `undefined` when there is none for
   * this dataset.
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

  /** Deletes the answer from memory and the file. */
  clear(): Promise<void> {
    this.#answer = undefined
    this.#saved = undefined
    const clearing = this.#saving.catch(() => undefined).then(() => rm(this.#file, { force: true }))
    this.#saving = clearing
    return clearing
  }

  /**
   * Saves the answer to the file, unless it is there already. Writes are queued, so that an older answer
   * cannot overwrite a newer one.
   */
  save(): Promise<void> {
    const saving = this.#saving.catch(() => undefined).then(() => this.#save())
    this.#saving = saving
    return saving
  }

  /** Writes a new file, flushes it, and renames it, so that the file is complete at all times. */
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
