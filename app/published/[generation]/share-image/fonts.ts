import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import CanvasKitInit, { type CanvasKit, type TypefaceFontProvider } from 'canvaskit-wasm'

const scripts = ['latin', 'latin-ext', 'cyrillic', 'greek', 'vietnamese']
/** Google Fonts divides this face into numbered files. */
const emojiPieces = [...Array.from({ length: 10 }, (_, piece) => String(piece)), 'emoji']

/** Files of `@fontsource`. Each is a family of its own, and Skia looks for a glyph in one after the other. */
const files = {
  text: scripts.map((script) => `stix-two-text-${script}-500-normal`),
  mono: ['latin', 'latin-ext'].map((script) => `sometype-mono-${script}-400-normal`),
  /** Monochrome emoji, then a face that covers every script. */
  rest: [...emojiPieces.map((piece) => `noto-emoji-${piece}-400-normal`), 'unifontex-latin-400-normal'],
}

/** For `fontFamilies`: the manual's two faces, each with its fallbacks. */
export const families = {
  text: [...files.text, ...files.rest],
  mono: [...files.mono, ...files.rest],
}

interface Drawing {
  kit: CanvasKit
  /** Only the fonts above, so that the fonts installed on the machine make no difference. */
  fonts: TypefaceFontProvider
}

let loaded: Promise<Drawing> | undefined

/** Skia and the fonts, loaded at the first use. */
export function drawing(): Promise<Drawing> {
  loaded ??= load().catch((error: unknown) => {
    // The next call tries again.
    loaded = undefined
    throw error
  })
  return loaded
}

async function load(): Promise<Drawing> {
  const kit = await CanvasKitInit()
  const fonts = kit.TypefaceFontProvider.Make()
  for (const name of new Set(Object.values(files).flat())) {
    const [, face] =
      /^(.+?)-(?:latin|latin-ext|cyrillic|greek|vietnamese|\d|emoji)-\d+-normal$/.exec(name) ?? []
    const path = join('node_modules', '@fontsource', face as string, 'files', `${name}.woff`)
    const bytes = readFileSync(join(/* turbopackIgnore: true */ process.cwd(), path))
    fonts.registerFont(new Uint8Array(bytes).buffer, name)
  }
  return { kit, fonts }
}
