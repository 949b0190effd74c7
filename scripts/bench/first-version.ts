import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { end, type Site } from '#scripts/harness/site.ts'

/** The last commit of version 0.1.0. */
const commit = '69c80974382489c9368d85e7e2155f6498ff0d3e'

/** What a benchmark needs of a running site. */
export type Running = Pick<Site, 'url' | 'writeToken' | 'pid'>

/**
 * Takes the project's first version out of the history, installs what its lock file names, builds and starts
 * it. Takes some minutes.
 *
 * @returns `undefined` in a clone without history.
 */
export async function startFirstVersion(): Promise<(Running & AsyncDisposable) | undefined> {
  const directory = mkdtempSync(join(tmpdir(), 'first-version-'))
  const archive = join(directory, 'site.tar')
  const site = join(directory, 'site')
  const dataDir = join(directory, 'data')
  try {
    execFileSync('git', ['archive', '--output', archive, commit], { stdio: 'pipe' })
  } catch {
    console.warn('The first version is not measured: its commit is not in this clone (git fetch --unshallow)')
    rmSync(directory, { recursive: true })
    return undefined
  }
  mkdirSync(site)
  execFileSync('tar', ['-xf', archive, '-C', site])
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: site, stdio: 'pipe' })
  const server = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: site,
    env: { ...process.env, NODE_ENV: 'production', PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((done, fail) => {
    server.once('exit', (code) => fail(new Error(`The first version ended with status ${code}`)))
    createInterface(server.stdout).on('line', (line) => {
      const [, address] = /^\s+The manual\s+(\S+)$/.exec(line) ?? []
      if (address) done(address)
    })
  })
  const { writeToken } = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as Pick<
    Site,
    'writeToken'
  >
  return {
    url,
    writeToken,
    pid: server.pid!,
    async [Symbol.asyncDispose]() {
      await end(server)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
