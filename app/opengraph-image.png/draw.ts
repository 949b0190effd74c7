import sharp from 'sharp'
import { cellsOfPublished, escapeXml, type Published } from '#lib/forms/index.ts'
import { headingOf } from '#lib/manual/index.ts'
import { addFonts, families } from './fonts.ts'

/** The size of the image, in pixels, that readers of Open Graph expect. */
export const size = { width: 1200, height: 630 }

/** From `components/styles/tokens.css`, in light; a test compares the two. */
export const colours = { paper: '#f6f5f0', ink: '#181916', soft: '#484942', lamp: '#d63f0b' }

const edge = 56
const inner = size.width - 2 * edge
const row = 88
/** The width of a character of the mono, as a share of its size. */
const advance = 0.58
const blockTop = size.height - edge - 2 * row
const headlineTop = 124
const headlineSizes = [104, 88, 74, 62, 52, 44, 36]

/** The head of the manual as a PNG: its headline over its title block. Needs no network, whatever script it is written in. */
export async function drawTitleBlock(published: Published): Promise<Buffer> {
  await addFonts()
  const { identity } = published.manual
  return sharp(Buffer.from(sheet(published)))
    .composite([
      {
        input: await headline(headingOf(identity)),
        left: edge,
        top: headlineTop,
      },
    ])
    .png({ palette: true })
    .toBuffer()
}

/** The headline in the largest size that leaves room for the title block; what does not fit in the smallest is cut off. */
async function headline(text: string): Promise<Buffer> {
  const room = blockTop - headlineTop - 40
  const draw = (px: number) =>
    sharp({
      text: {
        text: `<span foreground="${colours.ink}" letter_spacing="${Math.round(-0.02 * px * 1024)}" line_height="0.95">${escapeXml(text)}</span>`,
        font: `${families.text} ${px}`,
        width: inner,
        wrap: 'word-char',
        rgba: true,
        dpi: 72,
      },
    })
      .png()
      .toBuffer({ resolveWithObject: true })
  for (const px of headlineSizes) {
    const { data, info } = await draw(px)
    if (info.height <= room && info.width <= inner) return data
  }
  const { data, info } = await draw(headlineSizes.at(-1) as number)
  const [width, height] = [Math.min(info.width, inner), Math.min(info.height, room)]
  return sharp(data).extract({ left: 0, top: 0, width, height }).png().toBuffer()
}

function sheet(published: Published): string {
  const [document, ...others] = cellsOfPublished(published)
  // Each cell of the second row is as wide as its content needs; together they are set smaller when they need more than there is.
  const shares = others.map(({ name: label, text: value }) => Math.max(label.length, value.length) + 4)
  const unit = inner / shares.reduce((sum, share) => sum + share, 0)
  const px = Math.max(16, Math.min(24, Math.floor(unit / advance)))
  let x = edge
  const cells = others.map((of, index) => {
    const cell = { x, y: blockTop + row, width: unit * (shares[index] as number), px, of }
    x += cell.width
    return cell
  })
  if (document) cells.push({ x: edge, y: blockTop, width: inner, px: 24, of: document })
  const { kicker, availability } = published.manual.identity
  const state = availability && fitted(availability.text, 32)
  const stateAt = state && edge + inner - state.columns * 22 * advance
  const { width, height } = size
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${families.mono}" fill="${colours.ink}">
    <rect width="${width}" height="${height}" fill="${colours.paper}"/>
    <text x="${edge}" y="76" font-size="22" fill="${colours.soft}">${fitted(kicker ?? '', 40).text}</text>
    ${
      stateAt
        ? `<circle cx="${stateAt - 20}" cy="69" r="7" fill="${colours.lamp}"/>
           <text x="${stateAt}" y="76" font-size="22">${state.text}</text>`
        : ''
    }
    ${cells
      .map(
        ({ x, y, width, px, of: { name: label, text: value } }) => `
          <rect x="${x}" y="${y}" width="${width}" height="${row}" fill="none" stroke="${colours.ink}"/>
          <text x="${x + 20}" y="${y + 33}" font-size="18" fill="${colours.soft}">${label}</text>
          <text x="${x + 20}" y="${y + 65}" font-size="${px}">${fitted(value, (width - 32) / (px * advance)).text}</text>`,
      )
      .join('')}
    <rect x="${edge}" y="${blockTop}" width="${inner}" height="${2 * row}" fill="none" stroke="${colours.ink}" stroke-width="4"/>
  </svg>`
}

/** Text cut to at most that many columns of the mono and escaped, and how many it takes: wide characters take two. */
function fitted(text: string, most: number): { text: string; columns: number } {
  let columns = 0
  let fitting = ''
  for (const { segment } of new Intl.Segmenter().segment(text.replace(/\s+/g, ' '))) {
    const width = /[\u1100-\uffdc]|\p{Emoji_Presentation}/u.test(segment) ? 2 : 1
    if (columns + width > most - 1 && fitting.length + segment.length < text.length)
      return { text: `${escapeXml(fitting)}…`, columns: columns + 1 }
    columns += width
    fitting += segment
  }
  return { text: escapeXml(fitting), columns }
}
