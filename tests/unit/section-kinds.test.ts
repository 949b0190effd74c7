import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

let copy: string
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'section-kinds-'))
  for (const path of ['lib', 'components', 'sanity', 'tests/types', 'package.json'])
    cpSync(path, join(copy, path), { recursive: true })
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
  writeFileSync(
    join(copy, 'tsconfig.json'),
    JSON.stringify({ extends: resolve('tsconfig.json'), include: [`${copy}/**/*.ts`, `${copy}/**/*.tsx`] }),
  )
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** The files that the compiler names as wrong when a file of the project has that text in place of the other. */
function namedAfter(file: string, text: string, replacement: string): string[] {
  const path = join(copy, file)
  const before = readFileSync(path, 'utf8')
  expect(before).toContain(text)
  writeFileSync(path, before.replace(text, replacement))
  const { stdout } = spawnSync(
    process.execPath,
    [resolve('node_modules/typescript/bin/tsc'), '--noEmit', '--incremental', 'false'],
    { cwd: copy, encoding: 'utf8' },
  )
  writeFileSync(path, before)
  return [...new Set([...stdout.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, name]) => name as string))]
}

it('a kind that is added makes the compiler name every place that must know it', { timeout: 120_000 }, () => {
  const named = namedAfter(
    'lib/manual/sections.ts',
    "'proseSection',\n]",
    "'proseSection',\n  'newSection',\n]",
  )
  expect(named.toSorted()).toEqual(
    expect.arrayContaining([
      'components/sections/index.tsx',
      'lib/forms/markdown.ts',
      'lib/manual/sections.ts',
      'sanity/schema/icons.tsx',
      'sanity/schema/index.ts',
      'sanity/seed/index.ts',
      'tests/types/query.test-d.ts',
    ]),
  )
})

it('a field that is added to a parser must be in the schema and the query', { timeout: 120_000 }, () => {
  const field = 'note: optionalLine,\n      since'
  expect(namedAfter('lib/manual/sections.ts', field, `mood: optionalLine, ${field}`)).toEqual([
    'tests/types/query.test-d.ts',
  ])
})
