import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'operating-manual-'))
})
afterEach(() => rmSync(directory, { recursive: true }))
const write = (file: string, content: string | Buffer) => writeFileSync(join(directory, file), content)

/** Loads the files in a new process, as a command does. Returns its variables, or its message if it fails. */
function load(environment: Record<string, string> = {}): Record<string, string> | string {
  const reader = pathToFileURL(resolve('server/installation/env-files.ts')).href
  const script = `
    import { loadEnvFiles } from '${reader}'
    loadEnvFiles('production')
    console.info(JSON.stringify(process.env))`
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--disable-warning=ExperimentalWarning', '-e', script],
    {
      cwd: directory,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment },
    },
  )
  return stdout ? (JSON.parse(stdout) as Record<string, string>) : stderr
}

describe('the .env files', () => {
  it('are those that Next.js reads, in the same order of precedence, and do not override set variables', () => {
    const names = ['SET', 'LOCAL', 'MODE', 'PLAIN']
    const files = ['.env.production.local', '.env.local', '.env.production', '.env']
    for (const [at, file] of files.entries())
      write(
        file,
        names
          .slice(0, at + 1)
          .map((name) => `${name}=${file}`)
          .join('\n'),
      )
    expect(load({ SET: 'the environment' })).toMatchObject({
      SET: 'the environment',
      LOCAL: '.env.local',
      MODE: '.env.production',
      PLAIN: '.env',
    })
  })

  it('are read by the same copy of @next/env that Next.js uses, which caches them', () => {
    const ours = createRequire(import.meta.url)
    const nexts = createRequire(ours.resolve('next/package.json'))
    expect(nexts.resolve('@next/env')).toBe(ours.resolve('@next/env'))
  })

  it('do not change a set variable that contains a dollar sign, even if a file sets it too', () => {
    write('.env', 'TOKEN=another')
    expect(load({ TOKEN: 'pa$word$$1' })).toMatchObject({ TOKEN: 'pa$word$$1' })
  })

  it.each([
    ['a dollar sign after a backslash', 'TOKEN=pa\\$\\$word', 'pa$$word'],
    ['a dollar sign after a backslash, in quotes', `TOKEN='pa\\$word'`, 'pa$word'],
    ['another variable', 'NAME=word\nTOKEN=pass$NAME', 'password'],
    ['a number sign, in quotes', 'TOKEN="pass#word"', 'pass#word'],
    ['a comment after it', 'TOKEN=password # costs $5', 'password'],
    ['quotes in other quotes', `TOKEN='pass"word'`, 'pass"word'],
    ['spaces around it', '  TOKEN = password  ', 'password'],
    ['export before it', 'export TOKEN=password', 'password'],
    ["Windows' line ends", 'A=1\r\nTOKEN=password\r\nB=2\r\n', 'password'],
    ['a byte order mark before it', '\uFEFFTOKEN=password\n', 'password'],
  ])('may hold a value with %s', (_, content, value) => {
    write('.env', content)
    expect(load()).toMatchObject({ TOKEN: value })
  })

  it.each([
    ['UTF-16, as PowerShell writes it', Buffer.from('\uFEFFTOKEN=password\r\n', 'utf16le')],
    ['UTF-16 without a byte order mark', Buffer.from('TOKEN=password\r\n', 'utf16le')],
    ['big-endian UTF-16', Buffer.from('\uFEFFTOKEN=password\r\n', 'utf16le').swap16()],
    ['Latin-1', Buffer.from('TOKEN=pässword\n', 'latin1')],
  ])('are refused, naming the file, in %s', (_, content) => {
    write('.env.local', content)
    expect(load()).toMatch(/\.env\.local is not UTF-8 text .* Save it again as UTF-8/)
  })

  it.each([
    'TOKEN=pa$word',
    `TOKEN='pa$word'`,
    'TOKEN="pass#$word"',
    'export TOKEN=pa\\$$word',
    'TOKEN=${word}',
  ])('are refused, with a hint, for an unescaped dollar sign that would cut off a value: %s', (content) => {
    write('.env', content)
    expect(load()).toMatch(/TOKEN in \.env has a \$ .* there is no variable word\. .* write \\\$\./)
  })

  it('are skipped when they are directories', () => {
    mkdirSync(join(directory, '.env'))
    write('.env.local', 'TOKEN=password')
    expect(load()).toMatchObject({ TOKEN: 'password' })
  })

  it('are not read again by child processes, and not in tests', () => {
    write('.env', 'TOKEN=password')
    expect(load()).toMatchObject({ __NEXT_PROCESSED_ENV: 'true' })
    expect(load({ __NEXT_PROCESSED_ENV: 'true' })).not.toHaveProperty('TOKEN')
  })
})
