import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sources } from '#server/installation/build.ts'

let copy: string
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'section-kinds-'))
  const tests = ['components', 'lib', 'sanity', 'server', 'types']
    .map((path) => join('tests', path))
    .concat('scripts')
  for (const path of [...sources, ...tests]) cpSync(path, join(copy, path), { recursive: true })
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
  writeFileSync(
    join(copy, 'tsconfig.json'),
    JSON.stringify({ extends: resolve('tsconfig.json'), include: [`${copy}/**/*.ts`, `${copy}/**/*.tsx`] }),
  )
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** The files with compiler errors after this text in a file of the project was replaced. */
function namedAfter(file: string, text: RegExp, replacement: string): string[] {
  const path = join(copy, file)
  const before = readFileSync(path, 'utf8')
  expect(before).toMatch(text)
  writeFileSync(path, before.replace(text, replacement))
  const { stdout } = spawnSync(
    process.execPath,
    [resolve('node_modules/typescript/bin/tsc'), '--noEmit', '--incremental', 'false'],
    { cwd: copy, encoding: 'utf8' },
  )
  writeFileSync(path, before)
  const named = [...stdout.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, name]) => name as string)
  return [...new Set(named)].toSorted()
}

/** The files in the first step of the guide in CONTRIBUTING. */
function namedByTheGuide(): string[] {
  const [, step = ''] = /^1\. (.*?)^2\. /ms.exec(readFileSync('CONTRIBUTING.md', 'utf8')) ?? []
  return [...step.matchAll(/^ +- `([^`]+)`/gm)].map(([, name]) => name as string).toSorted()
}

it(
  'a new kind of section gives compiler errors in exactly the files that CONTRIBUTING lists',
  { timeout: 120_000 },
  () => {
    const named = namedAfter('lib/manual/sections.ts', /(sectionKinds = \[[^\]]*)\]/, "$1  'newSection',\n]")
    expect(named).toEqual(namedByTheGuide())
    expect(named).not.toEqual([])
  },
)

it('a new field of a parser must also be in the schema and the query', { timeout: 120_000 }, () => {
  expect(namedAfter('lib/manual/sections.ts', /readings: entries\(\{/, '$& mood: optionalLine,')).toEqual([
    'tests/lib/support.ts',
    'tests/types/query.test-d.ts',
  ])
})
