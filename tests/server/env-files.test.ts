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

/**
 * Reads the files in a process of its own, as a command does, and gives its variables; or what it says when
 * it fails.
 */
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
  it('are those that Next.js reads, the nearer one first, and leave what is set', () => {
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

  it("are read by Next's own reader, which must be one: it keeps what it read", () => {
    const ours = createRequire(import.meta.url)
    const nexts = createRequire(ours.resolve('next/package.json'))
    expect(nexts.resolve('@next/env')).toBe(ours.resolve('@next/env'))
  })

  it('leave what is set to the letter, with a dollar sign in it and a line for it in a file', () => {
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
    ['UTF-16 without a mark', Buffer.from('TOKEN=password\r\n', 'utf16le')],
    ['big-endian UTF-16', Buffer.from('\uFEFFTOKEN=password\r\n', 'utf16le').swap16()],
    ['Latin-1', Buffer.from('TOKEN=pässword\n', 'latin1')],
  ])('are refused, by name, in %s', (_, content) => {
    write('.env.local', content)
    expect(load()).toMatch(/\.env\.local is not UTF-8 text .* Save it again as UTF-8/)
  })

  it.each([
    'TOKEN=pa$word',
    `TOKEN='pa$word'`,
    'TOKEN="pass#$word"',
    'export TOKEN=pa\\$$word',
    'TOKEN=${word}',
  ])(
    'are refused, with what to write, for a dollar sign that would take the end of a value with it: %s',
    (content) => {
      write('.env', content)
      expect(load()).toMatch(/TOKEN in \.env has a \$ .* there is no variable word\. .* write \\\$\./)
    },
  )

  it('may be a directory that only bears the name', () => {
    mkdirSync(join(directory, '.env'))
    write('.env.local', 'TOKEN=password')
    expect(load()).toMatchObject({ TOKEN: 'password' })
  })

  it('are not read again by what a command starts, and not by tests', () => {
    write('.env', 'TOKEN=password')
    expect(load()).toMatchObject({ __NEXT_PROCESSED_ENV: 'true' })
    expect(load({ __NEXT_PROCESSED_ENV: 'true' })).not.toHaveProperty('TOKEN')
  })
})
