/** The path of the embedded Content Lake on the site's origin. */
export const lakePath = '/lake'

/** The path of the Studio on the site's origin. */
export const studioPath = '/studio'
