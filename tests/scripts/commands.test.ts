import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createLake } from '#sanity/lake/index.ts'
import { createNodeAdapter } from '#sanity/lake/node.ts'
import { writeArchive } from '#sanity/seed/archive.ts'
import { seedDocuments } from '#sanity/seed/index.ts'

// Each command is a new process.
vi.setConfig({ testTimeout: 60_000 })

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'commands-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** Runs one of the operator's commands with exactly this environment. */
async function run(script: string, args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [`scripts/${script}.ts`, ...args], {
    env: { NODE_ENV: 'production', PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit') as Promise<[number]>
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  expect(stderr).not.toMatch(/\n\s+at /)
  return { status, stdout, stderr }
}

/** Runs `npm run`, as an operator does. */
function npmRun(args: string[], env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync('npm', ['run', ...args], {
    env: { NODE_ENV: 'production', PATH: process.env.PATH, HOME: temporaryDirectory(), ...env },
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

const dated = seedDocuments().map((document, at) => ({
  ...document,
  _createdAt: '2020-01-01T00:00:00Z',
  _updatedAt: `2021-01-0${at + 1}T00:00:00Z`,
}))

const lastOne = writeArchive(dated)

function archive(content: string | Uint8Array): string {
  const file = join(temporaryDirectory(), 'manual.ndjson')
  writeFileSync(file, content)
  return file
}

describe('in embedded mode', () => {
  it('seed and export keep an archive as it was, dates included', async () => {
    const [dataDir, target] = [temporaryDirectory(), join(temporaryDirectory(), 'out.ndjson')]
    const seeded = await run('seed', [archive(writeArchive(dated))], { DATA_DIR: dataDir })
    expect(seeded).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('9 documents') })
    expect(await run('export', [target], { DATA_DIR: dataDir })).toMatchObject({ status: 0, stderr: '' })
    const lines = readFileSync(target, 'utf8').trim().split('\n')
    expect(JSON.parse(lines.shift()!)).toEqual({ archive: 1 })
    expect(JSON.parse(lines.pop()!)).toEqual({ complete: true, documents: 9 })
    const sorted = dated.toSorted((a, b) => (a._id < b._id ? -1 : 1))
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(sorted)
    expect(readdirSync(dataDir).toSorted()).toEqual(['lake.sqlite', 'secrets.json'])
    expect((await run('export', [], { DATA_DIR: dataDir })).stdout).toBe(readFileSync(target, 'utf8'))
  })

  it.each([
    ['is cut off', writeArchive(dated).split('\n').slice(0, 4).join('\n')],
    ['has an id twice', writeArchive([...dated, dated[0]!])],
    ['is empty', ''],
  ])('an archive that %s leaves no dataset, and another one can be seeded afterwards', async (_, content) => {
    const dataDir = temporaryDirectory()
    const refused = await run('seed', [archive(content)], { DATA_DIR: dataDir })
    expect(refused).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('manual.ndjson') })
    expect(existsSync(join(dataDir, 'lake.sqlite'))).toBe(false)
    expect(await run('seed', ['--blank'], { DATA_DIR: dataDir })).toMatchObject({ status: 0 })
    const again = await run('seed', [], { DATA_DIR: dataDir })
    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('nothing in it was changed') })
  })

  it('seed leaves out preview secrets from elsewhere, and says so', async () => {
    const dataDir = temporaryDirectory()
    const secret = { _id: 'drafts.5b', _type: 'sanity.previewUrlSecret', secret: 'known-elsewhere' }
    const { stdout } = await run('seed', [archive(writeArchive([secret, ...dated]))], { DATA_DIR: dataDir })
    expect(stdout).toMatch(/Left out: 1 secrets of previews \(drafts\.5b\)/)
    expect(readFileSync(join(dataDir, 'lake.sqlite'), 'latin1')).not.toContain('known-elsewhere')
  })

  it('an export that fails does not change the earlier export', async () => {
    const target = archive(lastOne)
    const { status, stderr } = await run('export', [target], { DATA_DIR: temporaryDirectory() })
    expect([status, stderr]).toEqual([1, expect.stringContaining('There is no dataset in')])
    expect(readFileSync(target, 'utf8')).toBe(lastOne)
  })

  it('an export replaces an earlier export, and no other file', async () => {
    const DATA_DIR = join(temporaryDirectory(), 'data')
    expect((await run('seed', [], { DATA_DIR })).status).toBe(0)
    const [earlier, empty, notes] = [archive(writeArchive(dated)), archive(''), archive('{"notes":"mine"}')]
    for (const file of [earlier, empty]) expect((await run('export', [file], { DATA_DIR })).status).toBe(0)
    const pipe = join(temporaryDirectory(), 'pipe')
    spawnSync('mkfifo', [pipe])
    for (const file of [join(DATA_DIR, 'lake.sqlite'), join(DATA_DIR, 'secrets.json'), notes]) {
      const before = readFileSync(file)
      const { status, stderr } = await run('export', [file], { DATA_DIR })
      expect([file, status, stderr]).toEqual([file, 1, expect.stringContaining('is no export of a manual')])
      expect(readFileSync(file).equals(before)).toBe(true)
    }
    for (const device of [pipe, '/dev/null', DATA_DIR]) {
      const { status, stderr } = await run('export', [device], { DATA_DIR })
      expect([status, stderr]).toEqual([
        1,
        expect.stringContaining(`${device} is no file that could be replaced`),
      ])
    }
    expect([statSync(pipe).isFIFO(), statSync('/dev/null').isCharacterDevice()]).toEqual([true, true])
    const backup = await run('backup', [pipe], { DATA_DIR })
    expect([backup.status, backup.stderr]).toEqual([1, expect.stringContaining('is there already')])
  })

  it('a document that is nested too deeply is reported by its line', async () => {
    const deep = `{"_id":"deep","_type":"note","a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    const file = archive(`${writeArchive(dated).split('\n')[1]}\n${deep}\n`)
    const { status, stderr } = await run('seed', [file], { DATA_DIR: join(temporaryDirectory(), 'data') })
    expect([status, stderr]).toEqual([1, expect.stringMatching(/line 2 is nested too deeply/)])
  })

  it.each([
    ['backup', []],
    ['export', ['out.ndjson']],
  ])('%s with a mistyped DATA_DIR is refused, and does not create that folder', async (script, args) => {
    const dataDir = join(temporaryDirectory(), 'mistyped')
    const { status, stderr } = await run(script, args, { DATA_DIR: dataDir })
    expect([status, stderr]).toEqual([1, expect.stringContaining(`There is no dataset in ${dataDir}`)])
    expect(existsSync(dataDir)).toBe(false)
  })

  it.each([
    ['seed', ['--blanc'], /Unknown option '--blanc'\.\nUsage: npm run seed \[-- FILE \| -- --blank\]/],
    ['seed', ['--blank=yes'], /--blank.*\.\nUsage: npm run seed/],
    ['seed', ['a.ndjson', 'b.ndjson'], /One file at most, not 2.*\nUsage: npm run seed/],
    ['seed', ['a.ndjson', '--blank'], /Either a\.ndjson or --blank/],
    ['export', ['--wrong'], /Usage: npm run export -- FILE/],
    ['backup', ['-x'], /Usage: npm run backup \[-- FILE\]/],
    ['restore', [''], /Usage: npm run restore -- FILE/],
    ['start', ['--port', '4000'], /takes no options.*PORT=4000 npm start/],
  ])('%s explains what is wrong with %j, and prints its usage', async (script, args, reason) => {
    const dataDir = join(temporaryDirectory(), 'data')
    const { status, stderr } = await run(script, args, { DATA_DIR: dataDir })
    expect([status, stderr]).toEqual([1, expect.stringMatching(reason)])
    expect(existsSync(dataDir)).toBe(false)
  })

  it('seed is refused, without changes, when npm has taken --blank as its own option', async () => {
    const dataDir = join(temporaryDirectory(), 'data')
    const { status, output } = npmRun(['seed', '--blank'], { DATA_DIR: dataDir })
    expect([status, output]).toEqual([
      1,
      expect.stringMatching(/npm kept --blank.*\n.*seed \[.*-- --blank\]/),
    ])
    expect(existsSync(dataDir)).toBe(false)
    expect(npmRun(['seed', '--', '--blank'], { DATA_DIR: dataDir }).status).toBe(0)
  })

  it('export writes to the standard output only if npm writes nothing to it', async () => {
    const dataDir = temporaryDirectory()
    await run('seed', [], { DATA_DIR: dataDir })
    const loud = npmRun(['export'], { DATA_DIR: dataDir })
    expect([loud.status, loud.output]).toEqual([
      1,
      expect.stringContaining('npm run export -- manual.ndjson'),
    ])
    const silent = npmRun(['export', '-s'], { DATA_DIR: dataDir })
    expect(silent).toEqual({ status: 0, output: (await run('export', [], { DATA_DIR: dataDir })).stdout })
  })

  it('seed and restore end with the command that shows the manual', async () => {
    const folder = temporaryDirectory()
    const given = { DATA_DIR: join(folder, "Ada's manual"), PORT: '4321' }
    const { stdout } = await run('seed', [], given)
    const quoted = `'${folder}/Ada'\\''s manual'`
    expect(stdout).toMatch(/9 documents/)
    expect(stdout.trim().split(': ').at(-1)).toBe(`DATA_DIR=${quoted} PORT=4321 npm start`)
    const backup = join(folder, 'backup.sqlite')
    await run('backup', [backup], given)
    const restored = await run('restore', [backup], { DATA_DIR: join(folder, 'other') })
    expect(restored.stdout).toMatch(
      new RegExp(`Nobody is signed in.*no preview is shared[^]*: DATA_DIR=${folder}/other npm start\n$`),
    )
    expect((await run('restore', [backup], given)).stdout).toMatch(
      /DATA_DIR=.* npm run restore -- '.*before-restore-.*lake\.sqlite'\n/,
    )
  })

  it('backup and restore keep the whole manual', async () => {
    const [dataDir, other, file] = [
      temporaryDirectory(),
      temporaryDirectory(),
      join(temporaryDirectory(), 'b'),
    ]
    await run('seed', [archive(writeArchive(dated))], { DATA_DIR: dataDir })
    expect(await run('backup', [file], { DATA_DIR: dataDir })).toMatchObject({ status: 0, stderr: '' })
    expect(await run('backup', [file], { DATA_DIR: dataDir })).toMatchObject({ status: 1, stdout: '' })
    expect(await run('restore', [file], { DATA_DIR: other })).toMatchObject({ status: 0, stderr: '' })
    const [before, after] = [
      await run('export', [], { DATA_DIR: dataDir }),
      await run('export', [], { DATA_DIR: other }),
    ]
    expect(after.stdout).toBe(before.stdout)
    expect(await run('restore', [], { DATA_DIR: other })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Name the backup'),
    })
    expect(await run('backup', ['--wrong'], { DATA_DIR: other })).toMatchObject({ status: 1 })
  })
})

/** A Content Lake on another port, in place of Sanity's. */
async function startOtherLake(documents: readonly { _id: string; _type: string }[]) {
  const tokens = { read: 'read-token-for-tests', write: 'write-token-for-tests' }
  const lake = createLake({
    file: ':memory:',
    projectId: 'manual',
    dataset: 'production',
    basePath: '/lake',
    tokens,
    ...(documents.length > 0 && { seed: () => documents }),
  })
  const { handle } = createNodeAdapter(lake)
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    await lake.close()
    server.closeAllConnections()
    server.close()
  })
  return {
    NEXT_PUBLIC_SANITY_PROJECT_ID: 'manual',
    NEXT_PUBLIC_SANITY_DATASET: 'production',
    SANITY_API_HOST: `http://127.0.0.1:${(server.address() as AddressInfo).port}/lake`,
    SANITY_API_READ_TOKEN: tokens.read,
    SANITY_API_WRITE_TOKEN: tokens.write,
    DATA_DIR: temporaryDirectory(),
  }
}

it('the tests with hosted Sanity name each missing variable, and fail without it', async () => {
  const given = { TEST_SANITY_PROJECT_ID: 'abc123', TEST_SANITY_DATASET: 'tests' }
  const { status, stderr } = await run('test-hosted', [], given)
  expect(status).toBe(1)
  expect(stderr).toMatch(/TEST_SANITY_READ_TOKEN .*Viewer[^]*TEST_SANITY_WRITE_TOKEN .*Editor/)
  expect(stderr).not.toMatch(/TEST_SANITY_(PROJECT_ID|DATASET)/)
})

describe('in hosted mode, with a lake on another port in the place of Sanity', () => {
  it('seed and export keep an archive as it was, dates included, and name what is left out', async () => {
    const env = await startOtherLake([
      { _id: 'post', _type: 'post' },
      { _id: 'drafts.5b', _type: 'sanity.previewUrlSecret' },
    ])
    const source = archive(writeArchive(dated))
    expect(await run('seed', [source], env)).toMatchObject({ status: 0, stderr: '' })
    const again = await run('seed', [source], env)
    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('nothing in it was changed') })
    const target = join(temporaryDirectory(), 'out.ndjson')
    const { status, stderr } = await run('export', [target], env)
    expect([status, stderr]).toEqual([0, expect.stringMatching(/^Not exported.*: post \(1\)\.\n$/)])
    const [exported, expected] = [target, source].map((file) =>
      readFileSync(file, 'utf8').trim().split('\n').toSorted(),
    )
    expect(exported!.map((line) => JSON.parse(line) as unknown)).toEqual(
      expect.arrayContaining(expected!.map((line) => JSON.parse(line) as unknown)),
    )
    expect(exported).toHaveLength(11)
  })

  it.each([
    ['without a read token', { SANITY_API_READ_TOKEN: '' }, /set SANITY_API_READ_TOKEN/],
    [
      'with a wrong one',
      { SANITY_API_READ_TOKEN: 'of-another-project' },
      /does not accept SANITY_API_READ_TOKEN/,
    ],
    [
      'when nothing answers',
      { SANITY_API_HOST: 'http://127.0.0.1:2' },
      /http:\/\/127\.0\.0\.1:2 could not be reached: ECONNREFUSED/,
    ],
  ])('an export %s is refused, and does not change the earlier export', async (_, changes, reason) => {
    const target = archive(lastOne)
    const { status, stderr } = await run('export', [target], { ...(await startOtherLake(dated)), ...changes })
    expect([status, stderr]).toEqual([1, expect.stringMatching(reason)])
    expect(readFileSync(target, 'utf8')).toBe(lastOne)
  })

  it.each([
    ['wrong', 'of-another-project', /does not accept SANITY_API_WRITE_TOKEN.*role Editor/],
    ['one that may only read', 'read-token-for-tests', /SANITY_API_WRITE_TOKEN may not do this.*role Editor/],
  ])('a seed with a write token that is %s is refused, naming the variable', async (_, token, reason) => {
    const env = { ...(await startOtherLake([])), SANITY_API_READ_TOKEN: '', SANITY_API_WRITE_TOKEN: token }
    const { status, stderr } = await run('seed', [], env)
    expect([status, stderr]).toEqual([1, expect.stringMatching(reason)])
  })

  it('an export of a dataset without a manual is refused, and writes no file', async () => {
    const target = join(temporaryDirectory(), 'out.ndjson')
    const { status, stderr } = await run(
      'export',
      [target],
      await startOtherLake([{ _id: 'post', _type: 'post' }]),
    )
    expect([status, stderr]).toEqual([1, expect.stringContaining('There is no manual to export')])
    expect(existsSync(target)).toBe(false)
  })

  it('backup is refused, with a hint to use export', async () => {
    const env = await startOtherLake(dated)
    expect((await run('backup', [], env)).stderr).toContain('npm run export')
    mkdirSync(join(env.DATA_DIR, 'x'))
    expect((await run('restore', ['x'], env)).status).toBe(1)
  })
})
