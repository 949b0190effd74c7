import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { startLake } from './support.ts'

const lake = fileURLToPath(new URL('../../../sanity/lake/', import.meta.url))
const readme = readFileSync(`${lake}README.md`, 'utf8')
const [, table = ''] = readme.split('## What it answers')
const [, files = ''] = readme.split('## The files')

const calls = [...table.matchAll(/^\| `([A-Z]+ \/[^`]*)` +\| [^|]+ \| `[^`]+` +\|$/gm)].map(
  ([, call]) => call,
)

it('the table in the README lists exactly the calls that the lake answers', async () => {
  const { lake } = await startLake()
  const routes = lake.routes.map(({ name }) => name)
  expect(calls.toSorted()).toEqual(routes.toSorted())
})

it('the README lists exactly the files of the lake', () => {
  const named = [...files.matchAll(/`([\w.-]+\.(?:ts|css))`/g)].map(([, name]) => name)
  const present = readdirSync(lake).filter((name) => name !== 'README.md')
  expect(named.toSorted()).toEqual(present.toSorted())
})
