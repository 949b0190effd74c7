import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, it } from 'vitest'

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

it.each(forbidden)('%s does not import %s', (importer, imported) => {
  const file = `${importer}/__import-rule__/probe.ts`
  mkdirSync(dirname(file), { recursive: true })
  try {
    writeFileSync(file, `import * as imported from '${imported}'\nexport default imported\n`)
    const { status, stdout } = spawnSync(process.execPath, ['node_modules/oxlint/bin/oxlint', file], {
      encoding: 'utf8',
    })
    expect(stdout).toContain('eslint(no-restricted-imports)')
    expect(status).not.toBe(0)
  } finally {
    rmSync(dirname(file), { recursive: true })
  }
})

it('nothing under node_modules is committed, and no secret is', () => {
  const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n')
  expect(files.filter((file) => /^(node_modules|\.next|\.data)\/|secrets\.json$|^\.env$/.test(file))).toEqual(
    [],
  )
})
