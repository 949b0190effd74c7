import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** Its name in DATA_DIR. */
export const lastGoodFile = 'last-good.json'

const kept = z.object({ owner: z.string(), answer: z.unknown() })

/**
 * The content API's last good answer, in a file in DATA_DIR, for readers while the API is away, even after a
 * restart. It holds the answer rather than the view model made from it, so that a newer version of the site
 * parses it by its own rules.
 */
export class LastGood {
  readonly #directory: string
  readonly #owner: string

  /** @param owner names the dataset: what was kept of another one is never given to readers. */
  constructor(directory: string, owner: string) {
    this.#directory = directory
    this.#owner = owner
  }

  /**
   * The file is complete at every moment: a new one is written beside it, flushed to disk, then renamed over
   * it.
   */
  async keep(answer: unknown): Promise<void> {
    await mkdir(this.#directory, { recursive: true })
    const temporary = `${this.#file}.${randomUUID()}`
    try {
      const handle = await open(/* turbopackIgnore: true */ temporary, 'wx', 0o600)
      try {
        await handle.writeFile(JSON.stringify({ owner: this.#owner, answer }))
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(temporary, this.#file)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }

  /** What was kept last of this dataset; `undefined` when there is nothing, or nothing that can be read. */
  async read(): Promise<unknown> {
    try {
      const { owner, answer } = kept.parse(JSON.parse(await readFile(this.#file, 'utf8')))
      return owner === this.#owner ? answer : undefined
    } catch {
      return undefined
    }
  }

  get #file(): string {
    return join(this.#directory, lastGoodFile)
  }
}
