/** Where the embedded Content Lake is mounted on the site's origin. */
export const lakePath = '/lake'

/** Where the Studio is on the site's origin. */
export const studioPath = '/studio'
