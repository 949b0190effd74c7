// `npm run typegen`: generates sanity/schema.generated.json and sanity/types.generated.ts from the schema and the queries, with
// Sanity's own command line. With `--check`: exits with 1 when the committed ones differ from what would be generated.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const directory = join(import.meta.dirname, '..', 'sanity')
const generated = ['schema.generated.json', 'types.generated.ts'].map((name) => join(directory, name))
const read = () => generated.map((file) => readFileSync(file, 'utf8'))

const before = read()
sanity('schemas', 'extract', '--enforce-required-fields', '--force', '--path', 'schema.generated.json')
sanity('typegen', 'generate')

if (process.argv.includes('--check')) {
  const after = read()
  const stale = generated.filter((_, index) => before[index] !== after[index])
  for (const [index, file] of generated.entries()) writeFileSync(file, before[index])
  if (stale.length > 0) {
    console.error(`Not generated from the schema as it is now: ${stale.join(', ')}. Run: npm run typegen`)
    process.exitCode = 1
  }
}

function sanity(...command) {
  const cli = join(directory, '..', 'node_modules', 'sanity', 'bin', 'sanity')
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...command], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, SANITY_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', CI: '1' },
  })
  if (status === 0) return
  console.error(stdout + stderr)
  process.exit(1)
}
