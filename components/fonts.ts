import text from '@fontsource-variable/stix-two-text/files/stix-two-text-latin-wght-normal.woff2'
import mono from '@fontsource-variable/sometype-mono/files/sometype-mono-latin-wght-normal.woff2'

/**
 * The files of the two faces, to be preloaded by the pages that are set in them; `styles/fonts.css` declares
 * the same files. (`next/font` would preload them for the Studio too: its preloads go to every page under the
 * same not-found page.)
 */
export const fontFiles = [text, mono]
