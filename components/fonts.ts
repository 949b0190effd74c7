import text from '@fontsource-variable/stix-two-text/files/stix-two-text-latin-wght-normal.woff2'
import mono from '@fontsource-variable/sometype-mono/files/sometype-mono-latin-wght-normal.woff2'

/**
 * The font files to preload on pages that use them; `styles/fonts.css` declares the same files. `next/font`
 * would preload them in the Studio too, because its preloads go to every page under the same not-found page.
 */
export const fontFiles = [text, mono]
