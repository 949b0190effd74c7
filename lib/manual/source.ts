/**
 * The attributes that connect the element that shows a text with the field it comes from, by the field's path
 * in its document. Whoever renders a draft for its author provides them. Readers get none.
 */
export type Edit = (path: string) => { readonly [attribute: `data-${string}`]: string } | undefined

/** For readers: adds nothing to the page. */
export const noEdit: Edit = () => undefined

/**
 * The path of the entry with that key in a list: `entryPath('readings', key) + '.subject'` leads to one of
 * its fields.
 */
export const entryPath = (field: string, key: string): string => `${field}[_key=="${key}"]`
