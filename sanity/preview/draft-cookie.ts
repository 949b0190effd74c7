/** The cookie that Next.js sets in a browser in draft mode. It proves nothing by itself: `sanity/preview/access.ts` decides. */
export const draftCookie = '__prerender_bypass'
