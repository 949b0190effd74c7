/**
 * `npm run typegen`: generates `sanity/schema.generated.json` and `sanity/types.generated.ts` from the schema
 * and the queries, with Sanity's CLI. With `--check`, exits with 1 if the committed files are out of date.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { useOwnEnvironment } from './harness/environment.ts'

// The output must not depend on a project that the shell's environment names.
useOwnEnvironment()
const committed = 'sanity'
const files = ['schema.generated.json', 'types.generated.ts']

if (!process.argv.includes('--check')) generate('.')
else {
  // Inside the project, so that the output gets the project's format.
  mkdirSync('node_modules/.cache', { recursive: true })
  const directory = mkdtempSync('node_modules/.cache/typegen-')
  try {
    const generated = relative(committed, directory)
    generate(generated)
    const stale = files.filter(
      (file) =>
        // The types contain the path of the schema file.
        readFileSync(join(directory, file), 'utf8').replace(`${generated}/`, '') !==
        readFileSync(join(committed, file), 'utf8'),
    )
    if (stale.length > 0) {
      console.error(`Out of date with the schema or the queries: ${stale.join(', ')}. Run: npm run typegen`)
      process.exitCode = 1
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/**
 * @param directory the output directory relative to `sanity`: Sanity's CLI accepts no absolute paths.
 */
function generate(directory: string): void {
  const schema = join(directory, 'schema.generated.json')
  console.info('Reading the schema. This and the next step take up to a minute each.')
  sanity(directory, 'schemas', 'extract', '--enforce-required-fields', '--force', '--path', schema)
  console.info('Generating the types.')
  sanity(directory, 'typegen', 'generate')
}

function sanity(directory: string, ...command: string[]): void {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve('node_modules/sanity/bin/sanity'), ...command],
    {
      cwd: committed,
      encoding: 'utf8',
      env: {
        ...process.env,
        TYPEGEN_DIRECTORY: directory,
        SANITY_TELEMETRY_DISABLED: '1',
        DO_NOT_TRACK: '1',
        CI: '1',
      },
    },
  )
  if (status !== 0) throw new Error(stdout + stderr)
}
