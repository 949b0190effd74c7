/** What Next.js sets in a browser that is in draft mode. It proves nothing by itself: `lib/preview/access.ts` decides. */
export const draftCookie = '__prerender_bypass'
