import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { OperatorError } from '#server/operator-error.ts'

/** Everything that goes into a build. Other files (tests, docs, data) can change without a new build. */
export const sources = [
  'app',
  'components',
  'lib',
  'sanity',
  'server',
  'next.config.ts',
  'proxy.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]

/** Ends the build when this process is killed. */
const withParent = new URL('../../scripts/with-parent.mjs', import.meta.url).href

/**
 * The build's directory, relative to the project's. Tests set NEXT_DIST_DIR, so that a running site keeps its
 * build. An absolute path does not work: Next.js appends it to the project's path.
 */
export const distDir = (): string => process.env.NEXT_DIST_DIR || '.next'

const stamp = (root: string) => join(root, distDir(), 'source-hash')

/** SHA-256 of the names and contents of all source files. Environment variables do not go into a build. */
export function sourceHash(root: string): string {
  const hash = createHash('sha256')
  const add = (name: string, content: string | Buffer) =>
    hash.update(`${name}\0${content.length}\0`).update(content)
  for (const path of sources.flatMap((source) => filesBelow(root, source)).toSorted()) {
    add(path, readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}

function filesBelow(root: string, path: string): string[] {
  const entries = readdirSync(root, { withFileTypes: true }).find(({ name }) => name === path)
  if (!entries) return []
  if (!entries.isDirectory()) return [path]
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
}

/** Whether there is a build of exactly these sources. */
export function buildIsCurrent(root: string): boolean {
  const file = stamp(root)
  return existsSync(file) && readFileSync(file, 'utf8') === sourceHash(root)
}

/**
 * Lines that Next.js prints about the experimental settings in next.config.ts. They do not concern the
 * operator.
 */
const ofExperiments = /Experiments \(use with caution\)|^\s*[✓⨯·] (globalNotFound|isrFlushToDisk)\b/

/**
 * Refuses a folder whose path contains `#` or `?`: the bundler reads these as the start of a fragment or a
 * query.
 *
 * @throws {OperatorError}
 */
export function checkFolder(root: string): void {
  const [sign] = /[#?]/.exec(root) ?? []
  if (sign)
    throw new OperatorError(
      `The site cannot be built in a folder with "${sign}" in its path, where its bundler takes the path to end: ${root}\n` +
        'Rename the folder, then start again. Nothing was changed.',
    )
}

/**
 * Runs `next build` and prints its output. A build reads no content.
 *
 * @param signal ends the build.
 * @throws {OperatorError} when the folder cannot be used, or the build fails. The previous build is unusable
 *   then.
 */
export async function build(root: string, signal?: AbortSignal): Promise<void> {
  checkFolder(root)
  // Next.js reuses cached answers of the content API in the next build, which would bring back old content.
  rmSync(join(root, distDir(), 'cache', 'fetch-cache'), { recursive: true, force: true })
  rmSync(stamp(root), { force: true })
  const hash = sourceHash(root)
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
  const child = spawn(process.execPath, ['--import', withParent, next, 'build'], {
    cwd: root,
    stdio: ['inherit', 'pipe', 'inherit'],
    signal,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
    },
  })
  console.info(
    'Building the site. This takes a minute or two, and is done again only when its sources change.',
  )
  createInterface(child.stdout).on('line', (line) => {
    if (!ofExperiments.test(line)) console.info(line)
  })
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on('exit', resolve).on('error', reject),
  )
  if (code !== 0) throw new OperatorError('The site could not be built; the lines above say why.')
  writeFileSync(stamp(root), hash)
}
