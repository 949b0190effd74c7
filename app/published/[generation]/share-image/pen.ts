import type { Canvas, CanvasKit, Paragraph } from 'canvaskit-wasm'
import { directionOfText, oneLine } from '#lib/manual/index.ts'
import { families } from './fonts.ts'

/** The light colours of `components/styles/tokens.css`; a test compares the two. */
export const colours = { paper: '#f6f5f0', ink: '#181916', soft: '#484942' }

export type Side = 'ltr' | 'rtl'

interface TextStyle {
  px: number
  width: number
  face?: keyof typeof families
  colour?: string
  /** The most lines; the rest is cut off with an ellipsis. */
  lines?: number
  /** The side where the text begins; by default, that of its own script. */
  side?: Side
}

export const lineHeight = { text: 0.98, mono: 1.25 }
const letterSpacing = { text: -0.02, mono: 0 }

/** Scripts with joined letters must not be letter-spaced. */
const maySpace = /^[\p{Script_Extensions=Latin}\p{Script_Extensions=Common}]*$/u

/** More than ever fits; laying out more only takes time. */
const mostCharacters = 400

const cut = (text: string) =>
  text.length > mostCharacters ? `${text.slice(0, mostCharacters).toWellFormed()}…` : text

type ParagraphStyle = InstanceType<CanvasKit['ParagraphStyle']>
type Builder = ReturnType<CanvasKit['ParagraphBuilder']['MakeFromFontProvider']>

export class Pen {
  readonly #kit: CanvasKit
  readonly #canvas: Canvas
  readonly #builder: (style: ParagraphStyle) => Builder

  constructor(kit: CanvasKit, canvas: Canvas, builder: (style: ParagraphStyle) => Builder) {
    this.#kit = kit
    this.#canvas = canvas
    this.#builder = builder
  }

  clear() {
    this.#canvas.clear(this.#kit.parseColorString(colours.paper))
  }

  /** Draws a text and returns its height. */
  text(text: string, x: number, y: number, style: TextStyle): number {
    return this.#laidOut(text, style, (paragraph) => {
      this.#canvas.drawParagraph(paragraph, x, y)
      return paragraph.getHeight()
    })
  }

  /** The width of a text on one line. */
  measure(text: string, style: Pick<TextStyle, 'px' | 'face'>): number {
    return this.#laidOut(text, { ...style, width: 1e6 }, (paragraph) => paragraph.getMaxIntrinsicWidth())
  }

  /** Whether a text fits into the height, with no word wider than the style's width. */
  fits(text: string, style: TextStyle, room: number): boolean {
    return this.#laidOut(
      text,
      style,
      (paragraph) => paragraph.getHeight() <= room && paragraph.getMinIntrinsicWidth() <= style.width,
    )
  }

  frame(x: number, y: number, width: number, height: number, line: number) {
    this.#painted(colours.ink, line, (paint) =>
      this.#canvas.drawRect(this.#kit.XYWHRect(x, y, width, height), paint),
    )
  }

  rule(x: number, y: number, width: number, line: number) {
    this.#painted(colours.ink, 0, (paint) =>
      this.#canvas.drawRect(this.#kit.XYWHRect(x, y - line / 2, width, line), paint),
    )
  }

  /** A circle: filled, half filled or hollow. */
  mark(x: number, y: number, state: 'open' | 'limited' | 'closed') {
    const oval = this.#kit.XYWHRect(x - 7, y - 7, 14, 14)
    this.#painted(colours.ink, 2, (paint) => this.#canvas.drawOval(oval, paint))
    if (state !== 'closed')
      this.#painted(colours.ink, 0, (paint) =>
        this.#canvas.drawArc(oval, 90, state === 'open' ? 360 : 180, false, paint),
      )
  }

  /**
   * @param line the width of the stroke; 0 fills.
   */
  #painted(colour: string, line: number, draw: (paint: InstanceType<CanvasKit['Paint']>) => void) {
    const paint = new this.#kit.Paint()
    paint.setAntiAlias(true)
    paint.setColor(this.#kit.parseColorString(colour))
    paint.setStyle(line > 0 ? this.#kit.PaintStyle.Stroke : this.#kit.PaintStyle.Fill)
    paint.setStrokeWidth(line)
    draw(paint)
    paint.delete()
  }

  /** Lays out a text for `use`, then frees it: objects of Skia are not garbage-collected. */
  #laidOut<Result>(text: string, style: TextStyle, use: (paragraph: Paragraph) => Result): Result {
    const { px, width, face = 'mono', colour = colours.ink, lines, side = directionOfText(text) } = style
    const kit = this.#kit
    const builder = this.#builder(
      new kit.ParagraphStyle({
        textDirection: directionOfText(text) === 'rtl' ? kit.TextDirection.RTL : kit.TextDirection.LTR,
        textAlign: side === 'rtl' ? kit.TextAlign.Right : kit.TextAlign.Left,
        ...(lines && { maxLines: lines, ellipsis: '…' }),
        textStyle: {
          color: kit.parseColorString(colour),
          fontFamilies: families[face],
          fontSize: px,
          heightMultiplier: lineHeight[face],
          letterSpacing: maySpace.test(text) ? letterSpacing[face] * px : 0,
        },
      }),
    )
    builder.addText(cut(oneLine(text)))
    const paragraph = builder.build()
    paragraph.layout(width)
    const result = use(paragraph)
    paragraph.delete()
    builder.delete()
    return result
  }
}
