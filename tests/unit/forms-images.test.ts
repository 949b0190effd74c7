import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { drawTitleBlock, size } from '#app/published/[generation]/share-image/draw.ts'
import { parseManual } from '#lib/manual/index.ts'

const draw = (identity: Record<string, unknown>, siteUrl = 'https://example.org') =>
  drawTitleBlock({
    manual: parseManual({ _id: 'manual', _type: 'manual', ...identity }).manual,
    revision: '18ab1ac92b94',
    siteUrl,
    today: '2026-11-25',
  })

/** How many of the image's pixels are not paper. */
async function inkOf(png: Buffer) {
  const { data, info } = await sharp(png)
    .removeAlpha()
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject(size)
  return data.filter((value) => value < 128).length
}

describe('the Open Graph image', () => {
  afterEach(() => vi.unstubAllGlobals())

  it.each([
    [
      'the usual',
      { identity: 'Identity / Operating Manual', headline: 'I build systems to understand them.' },
    ],
    ['nothing at all', {}],
    ['markup and control characters', { headline: '<b>&amp;\u0000\u0007\ud800</b>', kicker: '"&<' }],
    ['a very long headline', { headline: 'Antidisestablishmentarianism '.repeat(60) }],
    ['one endless word', { headline: 'a'.repeat(2000), identity: 'b'.repeat(500), name: '好'.repeat(300) }],
    ['scripts that are written from the right', { headline: 'السلام عليكم ורחמת', identity: 'דליל' }],
  ])('can be drawn for %s', async (_, identity) => {
    vi.stubGlobal('fetch', () => {
      throw new Error('The network was asked for something')
    })
    expect(await inkOf(await draw(identity))).toBeGreaterThan(4000)
  })

  it('has a sign of its own for every script and emoji', async () => {
    const signs = ['漢', '字', '한', 'ก', 'न', 'ع', 'א', 'ж', 'λ', 'ᚠ', '😀', '👩‍💻', '🇩🇪']
    const images = await Promise.all(signs.map((sign) => draw({ headline: sign })))
    const ink = await Promise.all(images.map(inkOf))
    // A box that stands for a missing sign would be the same for all of them.
    expect(new Set(ink).size).toBe(signs.length)
  })

  it('keeps the longest address within the frame', async () => {
    const png = await draw({ name: 'A'.repeat(80) }, `https://${'long.'.repeat(40)}example.org`)
    const right = await sharp(png).extract({ left: 1150, top: 0, width: 50, height: 630 }).toBuffer()
    expect(
      await sharp(right)
        .stats()
        .then(({ isOpaque, entropy }) => isOpaque && entropy),
    ).toBe(0)
  })
})

describe('the fonts of the Open Graph image', () => {
  it('can be unpacked once there is room, after there was none', async () => {
    vi.resetModules()
    const { addFonts } = await import('#app/published/[generation]/share-image/fonts.ts')
    vi.stubEnv('DATA_DIR', '/dev/null')
    vi.stubEnv('TMPDIR', '/dev/null')
    await expect(addFonts()).rejects.toThrow('ENOTDIR')
    vi.unstubAllEnvs()
    await addFonts()
  })
})

describe('the icons', () => {
  const icon = readFileSync('app/icon.svg', 'utf8')

  it('are one drawing', async () => {
    const drawn = await sharp(Buffer.from(icon), { density: 405 }).resize(180).removeAlpha().raw().toBuffer()
    const kept = await sharp('app/apple-icon.png').removeAlpha().raw().toBuffer()
    expect(kept.length).toBe(drawn.length)
    const difference = kept.reduce((sum, value, at) => sum + Math.abs(value - (drawn[at] as number)), 0)
    expect(difference / kept.length).toBeLessThan(2)
  })
})
