import { createDataAttribute } from 'next-sanity'
import { studioPath } from '#sanity/content/paths.ts'
import type { Edit } from '#lib/manual/index.ts'

/**
 * The attributes by which Sanity's overlays find the field a text comes from. Without a field, or with one
 * whose path Sanity cannot read, there are none: the text cannot be clicked, and the page still stands.
 */
export const clickToEdit =
  ({ id, type }: { id: string; type: string }): Edit =>
  (path) => {
    if (!id || !type || !path) return undefined
    try {
      return { 'data-sanity': createDataAttribute({ baseUrl: studioPath, id, type, path }).toString() }
    } catch {
      return undefined
    }
  }
