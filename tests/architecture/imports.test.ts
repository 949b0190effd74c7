import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

/**
 * Lint decides which layer may import which. Each of these pairs must be refused, so that a rule that no
 * longer works is found.
 */
const forbidden: readonly [importer: string, imported: string][] = [
  ['lib', 'react'],
  ['lib', 'next/cache'],
  ['lib', '@sanity/client'],
  ['lib', 'node:fs'],
  ['lib', '#components/manual-page.tsx'],
  ['lib', '#sanity/content/queries.ts'],
  ['lib', '#server/start/server.ts'],
  ['lib/formats', '#sanity/content/load.ts'],
  ['lib/manual', '#lib/env.ts'],
  ['lib/manual', '#lib/formats/index.ts'],
  ['components', '#sanity/content/load.ts'],
  ['components', '#server/front/reader-pages.ts'],
  ['components', 'sanity'],
  ['sanity', '#components/manual-page.tsx'],
  ['sanity', '#server/start/server.ts'],
  ['sanity/content', '#sanity/preview/access.ts'],
  ['sanity/content', '#sanity/studio/studio.ts'],
  ['sanity/lake', '#lib/manual/index.ts'],
  ['sanity/lake', '#sanity/content/backend.ts'],
  ['sanity/lake', '@sanity/client'],
  ['sanity/lake', '../content/backend.ts'],
  ['server', '#app/healthz/route.ts'],
  ['server', '#components/manual-page.tsx'],
  ['app', '#server/front/reader-pages.ts'],
  ['app', '#tests/browser/support/browser.ts'],
  ['scripts', '#app/healthz/route.ts'],
  ['scripts', '#tests/browser/support/browser.ts'],
]

/** The test file for a pair, in a directory with the project's lint rules and nothing else. */
const probe = ([importer]: (typeof forbidden)[number], index: number) => `${importer}/probe-${index}.ts`

let directory: string
/** The test files that lint refuses. */
let refused: string[]
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'import-rules-'))
  cpSync('.oxlintrc.json', join(directory, '.oxlintrc.json'))
  for (const [index, pair] of forbidden.entries()) {
    const file = join(directory, probe(pair, index))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `import * as imported from '${pair[1]}'\nexport default imported\n`)
  }
  const { stdout } = spawnSync(
    process.execPath,
    [resolve('node_modules/oxlint/bin/oxlint'), '--format', 'unix', '.'],
    { cwd: directory, encoding: 'utf8' },
  )
  refused = [...stdout.matchAll(/^([^:\n]+):.*eslint\(no-restricted-imports\)/gm)].map(
    ([, file]) => file as string,
  )
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

it.each(forbidden.map((pair, index) => [...pair, probe(pair, index)]))(
  '%s does not import %s',
  (_importer, _imported, file) => {
    expect(refused).toContain(file)
  },
)

it('no file under node_modules and no secret is committed', () => {
  const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n')
  expect(
    files.filter((file) =>
      /^(node_modules|\.next.*|\.data.*)\/|secrets\.json$|^\.env(?!\.example$)/.test(file),
    ),
  ).toEqual([])
})
