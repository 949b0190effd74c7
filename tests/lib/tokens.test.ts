import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { colours as openGraphImage } from '#app/published/[generation]/share-image/pen.ts'
import { colours as studio } from '#sanity/studio/theme.ts'

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
