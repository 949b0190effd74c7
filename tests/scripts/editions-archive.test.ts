import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient } from '@sanity/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { changesOf } from '#lib/editions/changes.ts'
import { editionId, editionType, serverFields } from '#lib/editions/stored.ts'
import { writeArchive } from '#sanity/seed/archive.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import { startContentApi, type ContentApi } from '#scripts/harness/content-api.ts'
import { textOfRules } from '../lib/editions/support.ts'

const run = promisify(execFile)
let api: ContentApi
let directory: string
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'editions-archive-'))
  api = await startContentApi()
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

async function seed(file: string): Promise<{ status: number; said: string }> {
  const env = { ...process.env, ...api.env, DATA_DIR: directory }
  try {
    const { stdout, stderr } = await run(process.execPath, ['scripts/seed.ts', file], { env })
    return { status: 0, said: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { status: code, said: stdout + stderr }
  }
}

const client = () =>
  createClient({
    projectId: 'manual',
    dataset: 'production',
    apiVersion: '2026-01-01',
    apiHost: api.url,
    useProjectHostname: false,
    useCdn: false,
    token: api.env.SANITY_API_WRITE_TOKEN!,
    perspective: 'raw',
  })
const count = () => client().fetch<number>('count(*[_type == "edition"])')

it('brings editions along to hosted Sanity, and goes on where it stopped', async () => {
  const file = join(directory, 'manual.ndjson')
  writeFileSync(file, writeArchive([...seedDocuments(), ...editions]))
  expect((await seed(file)).status).toBe(0)
  expect(await count()).toBe(45)
  await client().delete(editionId(30))
  await client().delete(editionId(45))
  expect((await seed(file)).status).toBe(0)
  expect(await count()).toBe(45)
}, 60_000)

it('does not mix two records', async () => {
  const file = join(directory, 'manual.ndjson')
  writeFileSync(file, writeArchive([...seedDocuments(), ...editions]))
  await client().create({ ...editions[1]!, hash: 'another', _id: editionId(1), number: 1 })
  const { status, said } = await seed(file)
  expect(status).toBe(1)
  expect(said).toContain('There is another edition 1')
  expect(await count()).toBe(1)
}, 60_000)
