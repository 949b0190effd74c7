/**
 * `npm run prove <name>`: one of the long proofs in `scripts/prove`, each a module that prints its figures
 * and sets an exit status other than 0 when what it proves does not hold. `npm test` has a short version of
 * each. Without a name, lists them.
 */
import { globSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { useOwnEnvironment } from './harness/environment.ts'
import { build, buildIsCurrent } from '#server/installation/build.ts'

const proofs = new Map(globSync('scripts/prove/*.ts').map((file) => [basename(file, '.ts'), file]))
const [name = ''] = process.argv.slice(2)
const file = proofs.get(name)
if (file) {
  useOwnEnvironment()
  if (!buildIsCurrent(process.cwd())) await build(process.cwd())
  await import(pathToFileURL(resolve(file)).href)
} else {
  if (name) console.error(`There is no proof named ${name}.`)
  console.error(`npm run prove <name>, where <name> is one of: ${[...proofs.keys()].toSorted().join(', ')}`)
  process.exitCode = 1
}
