import { createDataAttribute } from 'next-sanity'
import type { Edit } from '#lib/manual/index.ts'

/** Where the Studio is on the site. */
export const studio = '/studio'

/**
 * The attributes by which Sanity's overlays find the field that a text comes from. What has no field, or one whose path Sanity can't
 * read, gets none: it cannot be clicked, and the page stands.
 */
export const clickToEdit =
  ({ id, type }: { id: string; type: string }): Edit =>
  (path) => {
    if (!id || !type || !path) return undefined
    try {
      return { 'data-sanity': createDataAttribute({ baseUrl: studio, id, type, path }).toString() }
    } catch {
      return undefined
    }
  }
