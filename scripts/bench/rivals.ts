import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { JSDOM } from 'jsdom'
import type { Page } from './page.ts'

export interface Rival {
  name: string
  url: string
  stop(): Promise<void>
}

export interface Site extends Rival {
  writeToken: string
  /** Lets it run on every core from now on. */
  unpin(): void
}

/** Servers run on the first core alone, everything else on the others, where the system can be told so. */
export const canPin = process.platform === 'linux'

/** Keeps this process, and what it starts, off the servers' core. */
export function leaveServersTheirCore(cores: number): void {
  if (canPin && cores > 1) execFileSync('taskset', ['-acp', `1-${cores - 1}`, String(process.pid)])
}

/** This site, as `npm start` runs it, on a dataset of its own. */
export async function startSite(): Promise<Site> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'))
  const server = start(['scripts/start.ts'], { DATA_DIR: dataDir, PORT: '0' })
  const url = await said(server, /^\s+The manual\s+(\S+)$/)
  const { writeToken } = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as {
    writeToken: string
  }
  return {
    name: 'This site',
    url,
    writeToken,
    unpin() {
      if (canPin) execFileSync('taskset', ['-acp', `0-${cpus().length - 1}`, String(server.pid)])
    },
    async stop() {
      await end(server)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The same page as files, behind a server that does nothing but hand them out, compressed beforehand. */
export async function startHandWritten(page: Page, fonts: Map<string, Buffer>): Promise<Rival> {
  const directory = workspace('hand-written')
  writeFileSync(join(directory, 'index.html'), page.html)
  writeFileSync(join(directory, 'manual.css'), page.css)
  for (const [name, bytes] of fonts) writeFileSync(join(directory, name), bytes)
  const server = start(['scripts/bench/static-server.ts', directory], {})
  const url = await said(server, /(http:\S+)/)
  return { name: 'Hand-written', url, stop: () => end(server) }
}

/** The same page as the plainest application of Next.js, as `next start` runs it. */
export async function startPlainNext(page: Page, fonts: Map<string, Buffer>): Promise<Rival> {
  const directory = workspace('plain-next')
  const write = (name: string, content: string | Buffer) => writeFileSync(join(directory, name), content)
  mkdirSync(join(directory, 'app'))
  const { document } = new JSDOM(page.html).window
  const description = document.querySelector('meta[name="description"]')?.getAttribute('content')
  write('package.json', '{ "private": true, "type": "module" }')
  write('next.config.js', `export default { turbopack: { root: ${JSON.stringify(resolve('.'))} } }`)
  write('app/manual.css', page.css.replaceAll(/url\("?\/([\w-]+\.woff2)"?\)/g, 'url("./$1")'))
  for (const [name, bytes] of fonts) write(`app/${name}`, bytes)
  write(
    'app/layout.js',
    `import { createElement } from 'react'
     import './manual.css'
     export const metadata = ${JSON.stringify({ title: document.title, description })}
     export default ({ children }) => createElement('html', { lang: 'en', className: ${JSON.stringify(document.documentElement.className)} }, createElement('body', null, children))`,
  )
  write(
    'app/page.js',
    `import { createElement } from 'react'
     const tree = ${JSON.stringify([...document.body.childNodes].map(asTree))}
     const draw = (node, key) => typeof node === 'string' ? node : createElement(node[0], { ...node[1], key }, ...node[2].map(draw))
     export default () => tree.map(draw)`,
  )
  const next = 'node_modules/next/dist/bin/next'
  execFileSync(process.execPath, [next, 'build', directory], { stdio: 'pipe' })
  const server = start([next, 'start', directory, '-p', '0'], {})
  const url = await said(server, /Local:\s+(http:\S+)/)
  return { name: 'Plain Next.js', url, stop: () => end(server) }
}

type Props = Record<string, unknown>
type Tree = string | [tag: string, props: Props, children: Tree[]]

/** Attributes that React writes differently. */
const reactProps: Record<string, (value: string) => Props> = {
  class: (className) => ({ className }),
  for: (htmlFor) => ({ htmlFor }),
  datetime: (dateTime) => ({ dateTime }),
  checked: () => ({ defaultChecked: true }),
  style: (css) => ({
    style: Object.fromEntries(css.split(';').map((declaration) => declaration.split(/:(.*)/).slice(0, 2))),
  }),
}

function asTree(node: Node): Tree {
  if (node.nodeType !== 1) return node.textContent ?? ''
  const { localName, attributes, childNodes } = node as Element
  const props = [...attributes].map(({ name, value }) => reactProps[name]?.(value) ?? { [name]: value })
  return [localName, Object.assign({}, ...props) as Props, [...childNodes].map(asTree)]
}

/** An empty directory from which the project's packages can be found. */
function workspace(name: string): string {
  const directory = resolve('node_modules/.cache/bench', name)
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  return directory
}

function start(command: readonly string[], env: Record<string, string>): ChildProcess {
  const [program, ...args] = [...(canPin ? ['taskset', '-c', '0'] : []), process.execPath, ...command]
  return spawn(program as string, args, {
    env: { ...process.env, ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Waits for a line of the server that names something, and gives what it names. */
function said(server: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((done, fail) => {
    server.once('exit', (code) => fail(new Error(`${server.spawnargs.join(' ')} ended with ${code}`)))
    const lines = createInterface(server.stdout as NodeJS.ReadableStream)
    lines.on('line', (line) => {
      const [, named] = pattern.exec(line) ?? []
      if (named) done(named)
    })
  })
}

async function end(server: ChildProcess): Promise<void> {
  const exited = once(server, 'exit')
  server.removeAllListeners('exit').kill()
  await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 5000))])
}
