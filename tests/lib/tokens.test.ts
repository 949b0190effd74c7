import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { colours as openGraphImage } from '#app/published/[generation]/share-image/pen.ts'
import { colours as studio, theme } from '#sanity/studio/theme.ts'

/** The custom properties of a style sheet that have a light and a dark value. */
const schemes = (file: string) =>
  Object.fromEntries(
    Array.from(
      readFileSync(file, 'utf8').matchAll(/--(\w+): light-dark\((#\w+), (#\w+)\)/g),
      ([, name, light, dark]) => [name as string, { light, dark }],
    ),
  )

const tokens = schemes('components/styles/tokens.css')

it('the Studio has the paper colour of the page', () => {
  expect(studio).toEqual({ paper: tokens.paper?.light, darkPaper: tokens.paper?.dark })
})

it('a button of the Studio that can be pressed is distinguished from one that is disabled', () => {
  const luminance = (colour: string) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    }) as [number, number, number]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const contrast = (one: string, other: string) => {
    const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number]
    return (light + 0.05) / (dark + 0.05)
  }
  for (const scheme of ['light', 'dark'] as const)
    for (const tone of ['default', 'primary'] as const) {
      const { enabled, disabled } = theme.v2!.color[scheme].default.button.default[tone]
      expect(contrast(enabled.bg, disabled.bg)).toBeGreaterThan(4.5)
      expect(contrast(enabled.bg, enabled.fg)).toBeGreaterThan(7)
    }
})

it('the sign-in page has the colours of the page', () => {
  const signIn = schemes('server/start/open-lake.ts')
  expect(Object.keys(signIn)).not.toHaveLength(0)
  expect(tokens).toMatchObject(signIn)
})

it('the Open Graph image has the colours of the page', () => {
  expect(openGraphImage).toEqual({
    paper: tokens.paper?.light,
    ink: tokens.ink?.light,
    soft: tokens.soft?.light,
  })
})

it('the icon has the colours of the page, light and dark', () => {
  const used = readFileSync('app/icon.svg', 'utf8').match(/#[0-9a-f]{6}/g)
  const expected = ['paper', 'ink', 'lamp'].flatMap((name) => [tokens[name]?.light, tokens[name]?.dark])
  expect(new Set(used)).toEqual(new Set(expected))
})
