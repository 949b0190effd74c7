import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { startLake } from './support.ts'

const lake = fileURLToPath(new URL('../../../sanity/lake/', import.meta.url))
const readme = readFileSync(`${lake}README.md`, 'utf8')
const [, table = ''] = readme.split('## What it answers')
const [, files = ''] = readme.split('## The files')

/** The calls of the table. */
const calls = [...table.matchAll(/^\| `([A-Z]+ \/[^`]*)` +\| [^|]+ \| `[^`]+` +\|$/gm)].map(
  ([, call]) => call,
)

it('the table in the README has every call that the lake answers, and no other', async () => {
  const { lake } = await startLake()
  const routes = lake.routes.map(({ name }) => name)
  expect(calls.toSorted()).toEqual(routes.toSorted())
})

it('the README names every file of the lake, and none that is not there', () => {
  const named = [...files.matchAll(/`([\w.-]+\.(?:ts|css))`/g)].map(([, name]) => name)
  const present = readdirSync(lake).filter((name) => name !== 'README.md')
  expect(named.toSorted()).toEqual(present.toSorted())
})
