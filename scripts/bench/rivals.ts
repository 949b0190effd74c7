import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { JSDOM } from 'jsdom'
import { end } from '#scripts/harness/site.ts'
import type { Page } from './page.ts'

export interface Rival extends AsyncDisposable {
  name: string
  url: string
}

/** Servers run on the first core alone, everything else on the others, where the system allows that. */
export const canPin = process.platform === 'linux'

/** Comes before the command of a server, to keep it on its core. */
export const onServersCore = canPin ? ['taskset', '-c', '0'] : []

/** Lets a server run on every core from now on. */
export function unpin(pid: number): void {
  if (canPin) execFileSync('taskset', ['-acp', `0-${cpus().length - 1}`, String(pid)])
}

/** Keeps this process, and what it starts, off the servers' core. */
export function leaveServersTheirCore(cores: number): void {
  if (canPin && cores > 1) execFileSync('taskset', ['-acp', `1-${cores - 1}`, String(process.pid)])
}

/**
 * The same page as a file with its styles in it, and its fonts, behind a server that only sends them,
 * compressed in advance.
 */
export async function startHandWritten(page: Page, fonts: Map<string, Buffer>): Promise<Rival> {
  const directory = workspace('hand-written')
  const html = page.html.replace('</head>', () => `<style>${page.css}</style></head>`)
  writeFileSync(join(directory, 'index.html'), html)
  for (const [name, bytes] of fonts) writeFileSync(join(directory, name), bytes)
  return start('Hand-written', ['scripts/bench/static-server.ts', directory], /(http:\S+)/)
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
  return start('Plain Next.js', [next, 'start', directory, '-p', '0'], /Local:\s+(http:\S+)/)
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

/** Starts a server on its core, and waits for the line of its output that names its address. */
async function start(name: string, command: readonly string[], address: RegExp): Promise<Rival> {
  const [program = '', ...args] = [...onServersCore, process.execPath, ...command]
  const server = spawn(program, args, {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((done, fail) => {
    server.once('exit', (code) => fail(new Error(`${name} ended with status ${code}`)))
    createInterface(server.stdout).on('line', (line) => {
      const [, named] = address.exec(line) ?? []
      if (named) done(named)
    })
  })
  return { name, url, [Symbol.asyncDispose]: async () => void (await end(server)) }
}
