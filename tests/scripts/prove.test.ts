import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, it } from 'vitest'

const prove = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/prove.ts', ...args], { encoding: 'utf8' })

it.each([[[]], [['nonsense']], [['../test']]])('npm run prove %j lists the available proofs', (args) => {
  const { status, stderr } = prove(...args)
  expect(status).toBe(1)
  for (const file of globSync('scripts/prove/*.ts')) expect(stderr).toContain(basename(file, '.ts'))
  expect(stderr).toContain('npm run prove <name>')
})
