import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

export interface Site {
  /** The address of the page, without a trailing slash. */
  url: string
  /** The Studio's address with its one-time code, as `npm start` prints it. */
  studioUrl: string
  /** The addresses at which it can be reached, as `npm start` prints them. */
  reach: string
  port: number
  dataDir: string
  pid: number
  writeToken: string
  /** Lines logged since the start was complete. Empty if nothing happened that the operator should know. */
  log: string[]
  /** Sends the signal, waits for the process to end, and returns its exit status. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** Restarts the site on the same data: a new process, on a new port unless `env` sets one. */
  restart(env?: Record<string, string>): Promise<Site>
  /** Stops the site and deletes its data. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts `npm start` in a process of its own, on a free port and a temporary dataset. Builds the site first
 * if its sources have changed; in `npm test`, tests/build.ts has done so.
 *
 * @param wrapper a command that runs Node: the words before it on the command line.
 * @param directory the working directory.
 */
export async function startSite(
  env: Record<string, string> = {},
  dataDir = mkdtempSync(join(tmpdir(), 'operating-manual-')),
  wrapper: readonly string[] = [],
  directory = process.cwd(),
): Promise<Site> {
  const [program = '', ...args] = [...wrapper, process.execPath, resolve('scripts/start.ts')]
  const child = spawn(program, args, {
    cwd: directory,
    env: { ...process.env, NODE_ENV: 'production', PORT: '0', DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { url, studioUrl, reach, log } = await addresses(child)
  const secretsFile = join(dataDir, 'secrets.json')
  // A hosted site has no secrets file.
  const secrets = existsSync(secretsFile)
    ? (JSON.parse(readFileSync(secretsFile, 'utf8')) as { writeToken: string })
    : { writeToken: env.SANITY_API_WRITE_TOKEN ?? '' }

  const stop = (signal?: NodeJS.Signals) => end(child, signal)
  return {
    url,
    studioUrl,
    reach,
    port: Number(/^http:\/\/localhost:(\d+)/.exec(reach)?.[1]),
    dataDir,
    pid: child.pid as number,
    writeToken: secrets.writeToken,
    log,
    stop,
    async restart(changes = {}) {
      await stop()
      return startSite({ ...env, ...changes }, dataDir, wrapper, directory)
    },
    async [Symbol.asyncDispose]() {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Sends the signal, waits for the process to end, and returns its exit status. */
export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
  return child.exitCode
}

/** Reads the addresses from the process's output. */
function addresses(
  child: ChildProcess,
): Promise<{ url: string; studioUrl: string; reach: string; log: string[] }> {
  const log: string[] = []
  let url: string | undefined
  let studioUrl: string | undefined
  return new Promise((ready, reject) => {
    const read = (line: string) => {
      const [, name, address] = /^\s+The (manual|Studio)\s+(\S+)$/.exec(line) ?? []
      if (name === 'manual') url = address
      else if (name === 'Studio') studioUrl = address
      const [, reach] = /^\s+Listens on\s+(.+)$/.exec(line) ?? []
      if (reach && url && studioUrl) {
        log.length = 0
        ready({ url, studioUrl, reach, log })
      } else if (line.trim() !== '') log.push(line)
    }
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface(stream).on('line', read)
    }
    child.on('exit', (code) =>
      reject(new Error(`The site ended with status ${code} before it was ready:\n${log.join('\n')}`)),
    )
  })
}
