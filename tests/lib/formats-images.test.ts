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

/** The number of pixels that are not paper-coloured. */
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
      'the seed’s opening',
      { identity: 'Identity / Operating Manual', headline: 'I build systems to understand them.' },
    ],
    ['an empty manual', {}],
    ['markup and control characters', { headline: '<b>&amp;\u0000\u0007\ud800</b>', kicker: '"&<' }],
    [
      'text without visible characters',
      { headline: '\u200b', identity: '\ufe0f', kicker: '\u{e0041}', name: '\u202e' },
    ],
    ['text that contains invisible characters', { headline: 'a\u200bb\u00ad\u2060c', name: '\u202eAda' }],
    ['a very long headline', { headline: 'Antidisestablishmentarianism '.repeat(60) }],
    ['one very long word', { headline: 'a'.repeat(2000), identity: 'b'.repeat(500), name: '好'.repeat(300) }],
    ['right-to-left scripts', { headline: 'السلام عليكم ורחמת', identity: 'דליל' }],
  ])('can be drawn for %s', async (_, identity) => {
    vi.stubGlobal('fetch', () => {
      throw new Error('The network was asked for something')
    })
    expect(await inkOf(await draw(identity))).toBeGreaterThan(4000)
  })

  it('has a different glyph for every script and emoji', async () => {
    const signs = ['漢', '字', '한', 'ก', 'न', 'ع', 'א', 'ж', 'λ', 'ᚠ', '😀', '👩‍💻', '🇩🇪']
    const images = await Promise.all(signs.map((sign) => draw({ headline: sign })))
    const ink = await Promise.all(images.map(inkOf))
    // If glyphs were missing, the boxes drawn for them would be identical.
    expect(new Set(ink).size).toBe(signs.length)
  })

  it('keeps the longest address inside the frame', async () => {
    const png = await draw({ name: 'A'.repeat(80) }, `https://${'long.'.repeat(40)}example.org`)
    const right = await sharp(png).extract({ left: 1150, top: 0, width: 50, height: 630 }).toBuffer()
    expect(
      await sharp(right)
        .stats()
        .then(({ isOpaque, entropy }) => isOpaque && entropy),
    ).toBe(0)
  })
})

describe('the Open Graph image of an edition', () => {
  const drawEdition = (number: number, revision = '18ab1ac92b94', closesAt = '2026-11-25T10:00:00Z') =>
    drawTitleBlock({
      manual: parseManual({ _id: 'manual', _type: 'manual', headline: 'I build systems.' }).manual,
      revision,
      siteUrl: 'https://example.org',
      edition: { number, date: '2026-11-25T10:00:00Z', closesAt },
      today: '2026-11-25',
    })

  it('shows its number and whether it is open, and no revision', async () => {
    const fourteen = await drawEdition(14)
    expect(fourteen.equals(await drawEdition(15))).toBe(false)
    expect(fourteen.equals(await drawEdition(14, '000000000000'))).toBe(true)
    expect(fourteen.equals(await drawEdition(14, undefined, '2999-01-01T00:00:00Z'))).toBe(false)
  })

  it('has room for a four-digit number', async () => {
    const png = await drawEdition(8888)
    const right = await sharp(png).extract({ left: 1150, top: 0, width: 50, height: 630 }).toBuffer()
    expect((await sharp(right).stats()).entropy).toBe(0)
  })
})

describe('a text that is too long for its place', () => {
  /** The parts in which two images differ; none if both texts are cut off at the same place. */
  async function differs(
    one: Buffer,
    other: Buffer,
    area: { left: number; top: number; width: number; height: number },
  ) {
    const [a, b] = await Promise.all([one, other].map((png) => sharp(png).extract(area).raw().toBuffer()))
    return !(a as Buffer).equals(b as Buffer)
  }

  const name = 'Maximiliane-Alexandra von Hohenstaufen-Zoll'
  const whole = { left: 0, top: 0, ...size }

  it.each(['identity', 'kicker', 'headline'])('ends in an ellipsis: the %s', async (field) => {
    const given = { identity: 'I', headline: 'H', kicker: 'K' }
    const [long, longer, short] = [
      await draw({ ...given, [field]: 'W'.repeat(300) }),
      await draw({ ...given, [field]: `${'W'.repeat(300)} and more` }),
      await draw({ ...given, [field]: 'W'.repeat(10) }),
    ]
    expect(await differs(long, longer, whole)).toBe(false)
    expect(await differs(long, short, whole)).toBe(true)
  })

  it('stays beside the title block: a name of 43 characters', async () => {
    const long = await draw({ headline: 'H', name: name + name })
    for (const area of [
      { left: 0, top: 590, width: size.width, height: 40 },
      { left: 806, top: 90, width: 34, height: 500 },
      { left: 1150, top: 0, width: 50, height: size.height },
    ]) {
      const { entropy } = await sharp(await sharp(long).extract(area).toBuffer()).stats()
      expect(entropy).toBe(0)
    }
    expect(await differs(long, await draw({ headline: 'H', name: 'M' }), whole)).toBe(true)
  })

  it.each([
    ['Devanagari', 'नमस्ते दुनिया मैं प्रणालियाँ बनाता हूँ उन्हें समझने के लिए '],
    ['Arabic', 'السلام عليكم ورحمة الله '],
    ['Chinese, which has no spaces', '我建造系统以便理解它们'],
  ])('wraps inside the frame: a headline in %s', async (_, words) => {
    const png = await draw({ headline: words.repeat(12) })
    for (const area of [
      { left: 0, top: 0, width: 50, height: size.height },
      { left: 1150, top: 0, width: 50, height: size.height },
      { left: 56, top: 590, width: 1088, height: 40 },
      { left: 806, top: 90, width: 34, height: 500 },
    ]) {
      const { entropy } = await sharp(await sharp(png).extract(area).toBuffer()).stats()
      expect(entropy).toBe(0)
    }
  })
})

describe('the Open Graph image of a right-to-left manual', () => {
  it('is laid out from the right', async () => {
    const fields = { identity: 'I', headline: 'H', kicker: 'Kicker' }
    const corner = async (language: string, left: number) => {
      const area = { left, top: 26, width: 200, height: 40 }
      const part = await sharp(await draw({ ...fields, language }))
        .extract(area)
        .toBuffer()
      return (await sharp(part).stats()).entropy > 0
    }
    expect(await Promise.all([corner('en', 56), corner('en', 944)])).toEqual([true, false])
    expect(await Promise.all([corner('he', 56), corner('he', 944)])).toEqual([false, true])
  })
})

describe('the availability mark in the Open Graph image', () => {
  const inkWith = (state?: string, until?: string) =>
    draw({ headline: 'H', availability: { text: 'Open', state, until } }).then(inkOf)

  it('is filled, half filled or hollow, and missing without a state or after the last day', async () => {
    const [open, limited, closed, none, past] = await Promise.all([
      inkWith('open'),
      inkWith('limited'),
      inkWith('closed'),
      inkWith(),
      inkWith('open', '2026-11-24'),
    ])
    expect(past).toBe(none)
    expect([open, limited, closed, none]).toEqual([open, limited, closed, none].toSorted((a, b) => b - a))
    expect(new Set([open, limited, closed, none]).size).toBe(4)
  })
})

describe('the icons', () => {
  const icon = readFileSync('app/icon.svg', 'utf8')

  it('all show the same drawing', async () => {
    const drawn = await sharp(Buffer.from(icon), { density: 405 }).resize(180).removeAlpha().raw().toBuffer()
    const kept = await sharp('app/apple-icon.png').removeAlpha().raw().toBuffer()
    expect(kept.length).toBe(drawn.length)
    const difference = kept.reduce((sum, value, at) => sum + Math.abs(value - (drawn[at] as number)), 0)
    expect(difference / kept.length).toBeLessThan(2)
  })
})
