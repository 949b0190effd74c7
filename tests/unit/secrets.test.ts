import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadSecrets, secretsFile } from '#lib/server/secrets.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'secrets-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

it('makes three different secrets on the first start, and gives the same ones ever after', () => {
  const first = loadSecrets(dataDir)
  expect(new Set(Object.values(first)).size).toBe(3)
  expect(loadSecrets(dataDir)).toEqual(first)
})

it.skipIf(process.platform === 'win32')('keeps them where only their owner can read them', () => {
  loadSecrets(dataDir)
  expect(statSync(secretsFile(dataDir)).mode & 0o777).toBe(0o600)
})

it('prefers what the environment gives, and does not write it down', () => {
  const kept = loadSecrets(dataDir)
  expect(loadSecrets(dataDir, { readToken: 'given-by-the-environment' })).toEqual({
    ...kept,
    readToken: 'given-by-the-environment',
  })
  expect(loadSecrets(dataDir)).toEqual(kept)
})

it('says which file is damaged and what to do', () => {
  writeFileSync(secretsFile(dataDir), '{"readToken": ')
  expect(() => loadSecrets(dataDir)).toThrow(/secrets\.json.*Delete it/)
})
