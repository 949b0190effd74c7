import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

const file = (dataDir: string) => join(dataDir, 'last-good.json')

/**
 * Keeps the content API's answer, so that readers can be given it while the API is away, even after a restart. It keeps the answer rather
 * than the view model made from it, so that a newer version of the site parses it by its own rules.
 *
 * The file is complete at every moment: a new one is written beside it, flushed to disk, then renamed over it.
 */
export async function keepLastGood(dataDir: string, answer: unknown): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const temporary = `${file(dataDir)}.${randomUUID()}`
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(JSON.stringify(answer))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file(dataDir))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** What `keepLastGood` kept last; `undefined` when there is nothing, or nothing that can be read. */
export async function readLastGood(dataDir: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file(dataDir), 'utf8'))
  } catch {
    return undefined
  }
}
