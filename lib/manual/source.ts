/**
 * Where a text on the page comes from. In drafts, `edit(path)` gives the attributes by which the Studio's Presentation tool finds
 * the field at that path in the section's document; for readers it gives nothing at all.
 */
export type Edit = (path: string) => { 'data-sanity'?: string } | undefined

/** For readers: no attribute, not one byte. */
export const noEdit: Edit = () => undefined

/** Sanity's path of the entry with that key, for `edit`: `entryPath('readings', key) + '.subject'`. */
export const entryPath = (field: string, key: string): string => `${field}[_key=="${key}"]`
