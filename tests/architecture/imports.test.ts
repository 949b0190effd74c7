import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** Who may import whom is held by lint. Each pair here must be refused: a rule that no longer bites is found. */
const forbidden: readonly [importer: string, imported: string][] = [
  ['lib/manual', 'react'],
  ['lib/manual', '@sanity/client'],
  ['lib/manual', '#lib/env.ts'],
  ['components', '#lib/env.ts'],
  ['components', '#lib/content/load.ts'],
  ['components', '#sanity/queries.ts'],
  ['components', 'sanity'],
  ['lib/content', '#components/manual-page.tsx'],
  ['lib/content', '#lib/preview/access.ts'],
  ['lib/forms', '#lib/content/load.ts'],
  ['lib/forms', '#sanity/queries.ts'],
  ['lib', '#components/manual-page.tsx'],
  ['lib', 'react'],
  ['lib/server', '#app/healthz/route.ts'],
  ['lib/server', '#components/manual-page.tsx'],
  ['sanity', '#lib/server/server.ts'],
  ['sanity/lake', '#lib/manual/index.ts'],
  ['sanity/lake', '#sanity/backend.ts'],
  ['sanity/lake', '@sanity/client'],
  ['sanity/lake', '../backend.ts'],
  ['scripts', '#app/healthz/route.ts'],
  ['app', '#tests/browser/support/site.ts'],
]

/** The probe of a pair, in a directory that has the project's lint rules and nothing else of it. */
const probe = ([importer]: (typeof forbidden)[number], index: number) => `${importer}/probe-${index}.ts`

let directory: string
/** Paths of the probes that lint refuses for what they import. */
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

it('nothing under node_modules is committed, and no secret is', () => {
  const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n')
  expect(
    files.filter((file) =>
      /^(node_modules|\.next.*|\.data.*)\/|secrets\.json$|^\.env(?!\.example$)/.test(file),
    ),
  ).toEqual([])
})
