import { isHttpError, type SanityClient } from '@sanity/client'

/** The author's answer about an edition. */
export interface Why {
  /** One line that readers see; '' for none. */
  reason: string
  /** Whether the edition only corrects a mistake. */
  correction: boolean
}

interface Stored {
  _rev: string
  withdrawn?: string
}

/** Tries, in case the server writes to the open edition meanwhile. */
const mostTries = 5

/**
 * Sets the reason of an edition, and whether it is a correction, in one patch.
 *
 * @param id of the edition's document.
 * @returns what was saved: line breaks in the reason become spaces.
 * @throws {Error} if the edition is gone, or was withdrawn.
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
