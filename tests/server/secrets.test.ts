import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadSecrets, secretsFile } from '#server/installation/secrets.ts'
import { OperatorError } from '#server/operator-error.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'secrets-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

it('generates three different secrets on the first start, and returns the same ones later', () => {
  const first = loadSecrets(dataDir)
  expect(new Set(Object.values(first)).size).toBe(3)
  expect(loadSecrets(dataDir)).toEqual(first)
})

it.skipIf(process.platform === 'win32')('stores them so that only their owner can read them', () => {
  loadSecrets(dataDir)
  expect(statSync(secretsFile(dataDir)).mode & 0o777).toBe(0o600)
})

it('names a file that cannot be read, and says what to do', () => {
  mkdirSync(secretsFile(dataDir))
  expect(() => loadSecrets(dataDir)).toThrow(OperatorError)
  expect(() => loadSecrets(dataDir)).toThrow(/secrets\.json cannot be read/)
})

it('prefers secrets from the environment, and does not store them', () => {
  const kept = loadSecrets(dataDir)
  expect(loadSecrets(dataDir, { readToken: 'given-by-the-environment' })).toEqual({
    ...kept,
    readToken: 'given-by-the-environment',
  })
  expect(loadSecrets(dataDir)).toEqual(kept)
})

it('generates new ones when a full disk left an empty file', () => {
  writeFileSync(secretsFile(dataDir), '')
  expect(loadSecrets(dataDir)).toEqual(loadSecrets(dataDir))
})

it('leaves no file behind on a full disk, says so, and succeeds when there is room again', (context) => {
  const disk = join(dataDir, 'disk')
  mkdirSync(disk)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { encoding: 'utf8' })
  if (mounted.status !== 0) {
    console.warn(`SKIPPED: only root can mount a small disk to fill: ${mounted.stderr}`)
    context.skip()
  }
  try {
    const filler = join(disk, 'filler')
    expect(() => writeFileSync(filler, Buffer.alloc(1_000_000))).toThrow('ENOSPC')
    expect(() => loadSecrets(disk)).toThrow(OperatorError)
    expect(() => loadSecrets(disk)).toThrow(/^The disk that holds .*secrets\.json is full\. [^\n]*$/)
    expect(readdirSync(disk)).toEqual(['filler'])
    rmSync(filler)
    expect(loadSecrets(disk)).toEqual(loadSecrets(disk))
  } finally {
    spawnSync('umount', [disk])
  }
})

it.each([
  ['cut off', '{"readToken": '],
  ['without one of them', JSON.stringify({ readToken: 'r'.repeat(43), writeToken: 'w'.repeat(43) })],
  ['with an empty one', JSON.stringify({ readToken: '', writeToken: '', revalidateSecret: '' })],
])('refuses a file that is %s, names it, and says what to do', (_, text) => {
  writeFileSync(secretsFile(dataDir), text)
  expect(() => loadSecrets(dataDir)).toThrow(OperatorError)
  expect(() => loadSecrets(dataDir)).toThrow(/secrets\.json.*Delete it/)
})
