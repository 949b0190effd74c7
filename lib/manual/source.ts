/**
 * Returns the attributes that link an element to the field it shows, given the field's path in its document.
 * Only previews pass one in; readers' pages have no such attributes.
 */
export type Edit = (path: string) => { readonly [attribute: `data-${string}`]: string } | undefined

/** For readers' pages: no attributes. */
export const noEdit: Edit = () => undefined

/**
 * The path of an entry in a list, by its key: `entryPath('readings', key) + '.subject'` is the path of one of
 * its fields.
 */
export const entryPath = (field: string, key: string): string => `${field}[_key=="${key}"]`
