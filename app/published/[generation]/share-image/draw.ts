import type { FormatInput } from '#lib/formats/index.ts'
import { isOpenAt } from '#lib/editions/record.ts'
import {
  availabilityOf,
  dateIn,
  directionOf,
  headingOf,
  languageOf,
  signOf,
  titleBlockOf,
  unnamed,
  wordsIn,
  type Availability,
  type TitleBlock,
} from '#lib/manual/index.ts'
import { drawing } from './fonts.ts'
import { colours, lineHeight, Pen, type Side } from './pen.ts'

/** The size in pixels that is usual for Open Graph images. */
export const size = { width: 1200, height: 630 }

const edge = 56
/** The top of the head rule and of the title block. */
const ruleTop = 82
const block = { width: 300, sign: 176, row: 84, padding: 22 }
const blockLeft = size.width - edge - block.width
/** The width of the text beside the title block. */
const column = blockLeft - edge - 40
const headlineTop = 172
/** The height for the headline; the owner's name is below it. */
const headlineRoom = 340
const headlineSizes = [100, 88, 74, 62, 52, 44, 36]

/**
 * The head of the manual as a PNG: its headline beside its title block. All fonts are local, for every
 * script.
 */
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

function drawSheet(pen: Pen, { manual, revision, edition, today }: FormatInput) {
  const { opening } = manual
  const language = languageOf(opening)
  const side = directionOf(language)
  const availability = availabilityOf(opening, today)
  const taken = availability ? drawAvailability(pen, availability, side) : 0
  const lineWidth = size.width - 2 * edge - taken - 40
  const line = { px: 22, width: lineWidth, lines: 1, side }
  pen.text(opening.identity ?? unnamed, startAt(edge, lineWidth, side), 30, line)
  pen.rule(edge, ruleTop, size.width - 2 * edge, 3)
  const left = startAt(edge, column, side)
  const kicker = { px: 22, width: column, lines: 1, side, colour: colours.soft }
  pen.text(opening.kicker ?? '', left, 126, kicker)
  const bottom = headlineTop + drawHeadline(pen, headingOf(opening), left)
  const name = opening.headline ? (opening.name ?? '') : ''
  pen.text(name, left, bottom + 24, { px: 34, face: 'text', width: column, lines: 1, side })
  drawBlock(pen, { ...titleBlockOf(manual), revision }, edition, side)
}

/** The left edge of a box at this distance from the side where text begins. */
const startAt = (from: number, width: number, side: Side) =>
  side === 'ltr' ? from : size.width - from - width

/** Draws the availability in the upper corner; returns the width that it takes. */
function drawAvailability(pen: Pen, { text, mark }: Availability, side: Side): number {
  const width = Math.min(Math.ceil(pen.measure(text, { px: 22, face: 'mono' })) + 1, 460)
  const from = size.width - edge - width
  pen.text(text, startAt(from, width, side), 30, { px: 22, width, lines: 1, side })
  if (!mark) return width
  pen.mark(side === 'ltr' ? from - 20 : size.width - from + 20, 44, mark.state)
  return width + 40
}

/**
 * Draws the headline in the largest size that fits; in the smallest, the rest is cut off with an ellipsis.
 * Returns its height.
 */
function drawHeadline(pen: Pen, text: string, left: number): number {
  const style = { width: column, face: 'text' } as const
  const px = headlineSizes.find((px) => pen.fits(text, { ...style, px }, headlineRoom))
  const smallest = headlineSizes.at(-1) as number
  const lines = px ? undefined : Math.floor(headlineRoom / (smallest * lineHeight.text))
  return pen.text(text, left, headlineTop, { ...style, px: px ?? smallest, ...(lines && { lines }) })
}

/** The page's title block without what depends on the day: the sign, then a row for each cell. */
function drawBlock(pen: Pen, given: TitleBlock, edition: FormatInput['edition'], side: Side) {
  const words = wordsIn(given.language)
  const sign = edition ? { name: words.edition, large: String(edition.number), small: '' } : signOf(given)
  const hasRevision = !edition && given.revision && given.publishedAt
  const rows = [
    { name: words.status, text: edition && isOpenAt(edition, Date.now()) ? words.openEdition : given.status },
    ...(edition ? [{ name: words.date, text: dateIn(given.language, 'long', edition.date) }] : []),
    ...(hasRevision ? [{ name: words.revision, text: given.revision as string }] : []),
  ]
  const left = startAt(blockLeft, block.width, side)
  const [x, width] = [left + block.padding, block.width - 2 * block.padding]
  const label = { px: 18, width, lines: 1, side, colour: colours.soft }
  let y = ruleTop
  if (sign) {
    pen.text(sign.name, x, y + 16, label)
    pen.text(sign.large, x, y + 50, { px: sign.small ? 88 : 116, face: 'text', width, lines: 1, side })
    pen.text(sign.small, x, y + block.sign - 38, { px: 20, width, lines: 1, side })
    y += block.sign
  }
  for (const { name, text } of rows) {
    pen.rule(left, y, block.width, 1)
    pen.text(name, x, y + 14, label)
    pen.text(text, x, y + 42, { px: 22, width, lines: 1, side })
    y += block.row
  }
  pen.frame(left, ruleTop, block.width, y - ruleTop, 3)
}
