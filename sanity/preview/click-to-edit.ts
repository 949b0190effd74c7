import { createDataAttribute } from 'next-sanity'
import { studioPath } from '#sanity/content/paths.ts'
import type { Edit } from '#lib/manual/index.ts'

/**
 * The attributes with which Sanity's overlays find the field of a text. `undefined` without a field, or if
 * Sanity cannot parse the path: the text is then shown, but cannot be clicked.
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
