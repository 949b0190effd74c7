import { titleBlockCells, type FormatInput } from '#lib/formats/index.ts'
import {
  availabilityOf,
  directionOf,
  headingOf,
  languageOf,
  type Availability,
  type Cell,
} from '#lib/manual/index.ts'
import { drawing } from './fonts.ts'
import { colours, lineHeight, Pen, type Side } from './pen.ts'

/** The size of the image, in pixels, that readers of Open Graph expect. */
export const size = { width: 1200, height: 630 }

const edge = 56
const inner = size.width - 2 * edge
const row = 88
/** Between the frame of a cell and its text. */
const padding = 20
const blockTop = size.height - edge - 2 * row
const headlineTop = 124
const headlineRoom = blockTop - headlineTop - 30
const headlineSizes = [104, 88, 74, 62, 52, 44, 36]
const valueSizes = [24, 22, 20, 18, 16]

/** The head of the manual as a PNG: its headline over its title block. Needs no network, whatever script it is written in. */
export async function drawTitleBlock(published: FormatInput): Promise<Buffer> {
  const { kit, fonts } = await drawing()
  const surface = kit.MakeSurface(size.width, size.height)
  if (!surface) throw new Error('There is no memory for the picture')
  const pen = new Pen(kit, surface.getCanvas(), (style) =>
    kit.ParagraphBuilder.MakeFromFontProvider(style, fonts),
  )
  try {
    pen.clear()
    drawSheet(pen, published)
    surface.flush()
    const image = surface.makeImageSnapshot()
    const png = image.encodeToBytes()
    image.delete()
    if (!png) throw new Error('The picture could not be encoded')
    return Buffer.from(png)
  } finally {
    surface.delete()
  }
}

function drawSheet(pen: Pen, published: FormatInput) {
  const { opening } = published.manual
  const side = directionOf(languageOf(opening))
  const availability = availabilityOf(opening, published.today)
  const taken = availability ? drawAvailability(pen, availability, side) : 0
  const kickerWidth = inner - taken - 40
  pen.text(opening.kicker ?? '', startAt(edge, kickerWidth, side), 56, {
    px: 22,
    width: kickerWidth,
    colour: colours.soft,
    lines: 1,
    side,
  })
  drawHeadline(pen, headingOf(opening))
  drawBlock(pen, titleBlockCells(published), side)
}

/** The left edge of a box that is as far from where the page begins. */
const startAt = (from: number, width: number, side: Side) =>
  side === 'ltr' ? from : size.width - from - width

/** In the upper corner; returns the width that it takes. */
function drawAvailability(pen: Pen, { text, mark }: Availability, side: Side): number {
  const width = Math.min(Math.ceil(pen.measure(text, { px: 22, face: 'mono' })) + 1, 460)
  const from = size.width - edge - width
  pen.text(text, startAt(from, width, side), 56, { px: 22, width, lines: 1, side })
  if (!mark) return width
  pen.lamp(side === 'ltr' ? from - 20 : size.width - from + 20, 69, mark.state)
  return width + 40
}

/** The headline in the largest size that leaves room for the title block; what does not fit in the smallest ends in an ellipsis. */
function drawHeadline(pen: Pen, text: string) {
  const style = { width: inner, face: 'text' } as const
  const px = headlineSizes.find((px) => pen.fits(text, { ...style, px }, headlineRoom))
  const smallest = headlineSizes.at(-1) as number
  const lines = px ? undefined : Math.floor(headlineRoom / (smallest * lineHeight.text))
  pen.text(text, edge, headlineTop, { ...style, px: px ?? smallest, ...(lines && { lines }) })
}

function drawBlock(pen: Pen, cells: readonly Cell[], side: Side) {
  const [document, ...others] = cells
  if (document) drawCell(pen, document, edge, blockTop, inner, 24, side)
  const needs = (px: number) =>
    others.map(({ name, text }) => {
      const width = Math.max(
        pen.measure(name, { px: 18, face: 'mono' }),
        pen.measure(text, { px, face: 'mono' }),
      )
      return Math.ceil(width) + 2 * padding + 2
    })
  const px = valueSizes.find((px) => sum(needs(px)) <= inner) ?? (valueSizes.at(-1) as number)
  const widths = shared(needs(px), inner)
  let x = edge
  others.forEach((cell, index) => {
    const width = widths[index] as number
    drawCell(pen, cell, x, blockTop + row, width, px, side)
    x += width
  })
  pen.frame(edge, blockTop, inner, 2 * row, 4)
}

function drawCell(
  pen: Pen,
  { name, text }: Cell,
  x: number,
  y: number,
  width: number,
  px: number,
  side: Side,
) {
  const left = startAt(x, width, side)
  const style = { width: width - 2 * padding, lines: 1, side }
  pen.frame(left, y, width, row, 1)
  pen.text(name, left + padding, y + 14, { ...style, px: 18, colour: colours.soft })
  pen.text(text, left + padding, y + 42, { ...style, px })
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

/** Widths that fill the whole: what is left over goes to each by what it needs; where there is too little, the widest give way. */
function shared(needs: readonly number[], whole: number): number[] {
  const total = sum(needs)
  if (total <= whole) return needs.map((need) => (need * whole) / total)
  let rest = whole
  const widths = new Map<number, number>()
  const narrowFirst = needs.map((need, index) => ({ need, index })).toSorted((a, b) => a.need - b.need)
  narrowFirst.forEach(({ need, index }, at) => {
    const width = Math.min(need, rest / (needs.length - at))
    widths.set(index, width)
    rest -= width
  })
  return needs.map((_, index) => widths.get(index) as number)
}
