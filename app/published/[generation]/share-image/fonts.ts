import { randomUUID } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { inflateSync } from 'node:zlib'
import sharp from 'sharp'
import { readEnv } from '#lib/env.ts'

/** For Pango: the manual's two faces, then emoji drawn in ink, then a plain face that covers every script. */
export const families = {
  text: 'STIX Two Text Medium, Noto Emoji, UnifontExMono',
  mono: 'Sometype Mono, Noto Emoji, UnifontExMono',
}

const files = () => {
  const directory = join(/* turbopackIgnore: true */ process.cwd(), 'node_modules', '@fontsource')
  const file = (name: string, subset: string, weight: number) =>
    join(directory, name, 'files', `${name}-${subset}-${weight}-normal.woff`)
  return [
    ...['latin', 'latin-ext', 'cyrillic', 'greek', 'vietnamese'].map((at) => file('stix-two-text', at, 500)),
    ...['latin', 'latin-ext'].map((at) => file('sometype-mono', at, 400)),
    // Google cuts this face into numbered pieces.
    ...Array.from({ length: 10 }, (_, piece) => file('noto-emoji', String(piece), 400)),
    file('noto-emoji', 'emoji', 400),
    file('unifontex', 'latin', 400),
  ]
}

let added: Promise<void> | undefined

/**
 * Makes the fonts known to the text engine inside sharp, once per process. It takes only font files that are not compressed: they are
 * unpacked the first time, 16 MB, and kept.
 */
export function addFonts(): Promise<void> {
  added ??= unpackAndAdd().catch((error: unknown) => {
    // A disk that was full may have room the next time.
    added = undefined
    throw error
  })
  return added
}

async function unpackAndAdd() {
  const directory = unpackedDirectory()
  for (const packed of files()) {
    const woff = readFileSync(packed)
    // The size is in the name: a new version of a font is another file.
    const fontfile = join(directory, `${basename(packed, '.woff')}-${woff.length}.ttf`)
    if (!existsSync(fontfile)) {
      const unfinished = `${fontfile}.${randomUUID()}`
      writeFileSync(unfinished, unpackWoff(woff))
      renameSync(unfinished, fontfile)
    }
    // Drawing anything with a font file makes the font available to everything drawn later.
    await sharp({ text: { text: '.', fontfile, dpi: 72 } })
      .raw()
      .toBuffer()
  }
}

/** In DATA_DIR; on a platform where that cannot be written to, in a directory of this process. */
function unpackedDirectory(): string {
  const lasting = join(readEnv().DATA_DIR, 'fonts')
  try {
    mkdirSync(lasting, { recursive: true })
    accessSync(lasting, constants.W_OK)
    return lasting
  } catch {
    return mkdtempSync(join(tmpdir(), 'operating-manual-fonts-'))
  }
}

/** WOFF 1.0 (https://www.w3.org/TR/WOFF/) to the OpenType file in it: the same tables, each compressed by itself. */
function unpackWoff(woff: Buffer): Uint8Array {
  const tableCount = woff.readUInt16BE(12)
  const directory = Buffer.alloc(12 + 16 * tableCount)
  const power = Math.floor(Math.log2(tableCount))
  woff.copy(directory, 0, 4, 8)
  directory.writeUInt16BE(tableCount, 4)
  directory.writeUInt16BE(16 << power, 6)
  directory.writeUInt16BE(power, 8)
  directory.writeUInt16BE(16 * tableCount - (16 << power), 10)
  const parts: Uint8Array[] = [directory]
  let at = directory.length
  for (let table = 0; table < tableCount; table += 1) {
    const entry = 44 + 20 * table
    const [offset, packedLength, length] = [4, 8, 12].map((field) => woff.readUInt32BE(entry + field))
    const packed = woff.subarray(offset, offset! + packedLength!)
    const data = packedLength! < length! ? inflateSync(packed) : packed
    woff.copy(directory, 12 + 16 * table, entry, entry + 4) // tag
    woff.copy(directory, 16 + 16 * table, entry + 16, entry + 20) // checksum
    directory.writeUInt32BE(at, 20 + 16 * table)
    directory.writeUInt32BE(length!, 24 + 16 * table)
    parts.push(data, Buffer.alloc(-data.length & 3))
    at += data.length + (-data.length & 3)
  }
  return Buffer.concat(parts)
}
