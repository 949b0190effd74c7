import localFont from 'next/font/local'

/** STIX Two Text, the face of the text: a journal's Times, sturdy on screens. Its fallback is Times, set to the same metrics. */
export const text = localFont({
  src: '../node_modules/@fontsource-variable/stix-two-text/files/stix-two-text-latin-wght-normal.woff2',
  weight: '400 700',
  style: 'normal',
  display: 'swap',
  variable: '--font-text',
  adjustFontFallback: 'Times New Roman',
})

/** Sometype Mono, the face of the apparatus. Its fallback is in `styles/base.css`: next/font knows no monospaced one. */
export const mono = localFont({
  src: '../node_modules/@fontsource-variable/sometype-mono/files/sometype-mono-latin-wght-normal.woff2',
  weight: '400 700',
  style: 'normal',
  display: 'swap',
  variable: '--font-mono',
  adjustFontFallback: false,
})
