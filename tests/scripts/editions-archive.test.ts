import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { changesOf } from '#lib/editions/changes.ts'
import { editionId, editionType, serverFields } from '#lib/editions/stored.ts'
import { readArchive, writeArchive } from '#sanity/seed/archive.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import { startContentApi, type ContentApi } from '#scripts/harness/content-api.ts'
import { textOfRules } from '../lib/editions/support.ts'

const run = promisify(execFile)
let api: ContentApi
let directory: string
/** Called with the types of published documents. */
let heard: (types: readonly string[]) => void = () => {}
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'editions-archive-'))
  heard = () => {}
  api = await startContentApi({ onPublish: (types) => heard(types) })
})
afterEach(async () => {
  await api[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true, force: true })
})

const editions = Array.from({ length: 45 }, (_, at) => {
  const number = at + 1
  const date = new Date(Date.UTC(2026, 0, number)).toISOString()
  const text = textOfRules({ one: `Rule ${number}` })
  const edition = {
    number,
    opened: date,
    date,
    closesAt: date,
    isCorrection: false,
    changes: changesOf(undefined, text),
  }
  return {
    _id: editionId(number),
    _type: editionType,
    uuid: `uuid-${number}`,
    ...serverFields(edition, text),
  }
})

/** Runs a command for the embedded dataset in `directory`, or for the one behind the API. */
async function command(
  name: string,
  file: string,
  hosted: boolean,
): Promise<{ status: number; said: string }> {
  const env = { ...process.env, ...(hosted && api.env), DATA_DIR: directory }
  try {
    const { stdout, stderr } = await run(process.execPath, [`scripts/${name}.ts`, file], { env })
    return { status: 0, said: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { status: code, said: stdout + stderr }
  }
}
const seed = (file: string) => command('seed', file, true)

const client = () => api.writer
const count = () => client().fetch<number>('count(*[_type == "edition"])')

it('seed copies editions to hosted Sanity, and continues where it was interrupted', async () => {
  const file = join(directory, 'manual.ndjson')
  writeFileSync(file, writeArchive([...seedDocuments(), ...editions]))
  expect((await seed(file)).status).toBe(0)
  expect(await count()).toBe(45)
  await client().delete(editionId(30))
  await client().delete(editionId(45))
  expect((await seed(file)).status).toBe(0)
  expect(await count()).toBe(45)
}, 60_000)

it('seed does not mix two records', async () => {
  const file = join(directory, 'manual.ndjson')
  writeFileSync(file, writeArchive([...seedDocuments(), ...editions]))
  await client().create({ ...editions[1]!, hash: 'another', _id: editionId(1), number: 1 })
  const { status, said } = await seed(file)
  expect(status).toBe(1)
  expect(said).toContain('There is another edition 1')
  expect(await count()).toBe(1)
}, 60_000)

/** The editions and the manual in an archive, without the dates of other documents. */
const editionsIn = (file: string) =>
  readArchive(readFileSync(file), file)
    .documents.filter(({ _type }) => _type === editionType)
    .toSorted((a, b) => Number(a.number) - Number(b.number))
    .map(({ _createdAt, _updatedAt, ...edition }) => edition)

it('an interrupted seed says in its last line that the record is incomplete, and can be continued', async () => {
  const file = join(directory, 'manual.ndjson')
  writeFileSync(file, writeArchive([...seedDocuments(), ...editions]))
  let parts = 0
  heard = (types) => {
    if (types[0] === editionType && (parts += 1) === 2)
      api.failWith((_, response) => void response.writeHead(503).end())
  }
  const { status, said } = await seed(file)
  expect(status).toBe(1)
  expect(said.trim().split('\n').at(-1)).toMatch(
    /^\d+ of 45 editions are in .*: the record is not whole\. Run the same command again, and it goes on from there\.$/,
  )
  heard = () => {}
  api.failWith()
  expect(await count()).toBe(40)
  // The manual has been edited in the meantime.
  await client().patch('manual').set({ kicker: 'Meanwhile' }).commit()
  expect((await seed(file)).status).toBe(0)
  expect(await count()).toBe(45)
}, 60_000)

it('a record is the same after export, backup and restore here, and after a move to hosted Sanity', async () => {
  const [file, second, third] = ['first', 'second', 'third'].map((name) => join(directory, `${name}.ndjson`))
  const content = seedDocuments().map((document) =>
    document._id === 'manual' ? { ...document, record: 'public', headline: 'Rule 45' } : document,
  )
  writeFileSync(file!, writeArchive([...content, ...editions]))
  expect((await command('seed', file!, false)).status).toBe(0)
  expect((await command('export', second!, false)).status).toBe(0)
  expect(editionsIn(second!)).toEqual(editions)

  const backup = join(directory, 'backup.sqlite')
  expect((await command('backup', backup, false)).status).toBe(0)
  expect((await command('restore', backup, false)).status).toBe(0)
  expect((await command('export', third!, false)).status).toBe(0)
  expect(readFileSync(third!, 'utf8')).toBe(readFileSync(second!, 'utf8'))

  expect((await seed(third!)).status).toBe(0)
  const moved = await client().fetch<Record<string, unknown>[]>('*[_type == "edition"] | order(number asc)')
  expect(moved.map(({ _rev, _createdAt, _updatedAt, ...edition }) => edition)).toEqual(editions)
}, 120_000)
