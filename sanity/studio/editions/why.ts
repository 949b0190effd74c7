import { isHttpError, type SanityClient } from '@sanity/client'

/** What an author says of an edition. */
export interface Why {
  /** One line that readers see; empty for none. */
  reason: string
  /** It only puts a mistake right. */
  correction: boolean
}

interface Stored {
  _rev: string
  withdrawn?: string
}

/** As many times as the server may write to an open edition meanwhile. */
const mostTries = 5

/**
 * Sets the reason of an edition, and whether it is a correction, in one patch.
 *
 * @param id that of the edition's document.
 * @returns what is saved: the reason is one line.
 * @throws {Error} when there is no such edition any more: its number is free for another.
 */
export async function saveWhy(client: SanityClient, id: string, { reason, correction }: Why): Promise<Why> {
  const line = reason.replace(/\s+/g, ' ').trim()
  for (let tries = 1; ; tries += 1) {
    const stored = await client.fetch<Stored | null>(
      '*[_id == $id][0]{ _rev, withdrawn }',
      { id },
      { perspective: 'raw', tag: 'say-why' },
    )
    if (!stored || stored.withdrawn)
      throw new Error('This edition is no longer there: what it changed was taken back.')
    const patch = client
      .patch(id)
      .ifRevisionId(stored._rev)
      .set({ correction, revised: new Date().toISOString() })
    try {
      await (line ? patch.set({ reason: line }) : patch.unset(['reason'])).commit({ tag: 'say-why' })
      return { reason: line, correction }
    } catch (error) {
      if (!isHttpError(error) || error.statusCode !== 409 || tries === mostTries) throw error
    }
  }
}
