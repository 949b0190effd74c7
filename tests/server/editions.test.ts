import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { changesOf } from '#lib/editions/changes.ts'
import { editionId, editionType, serverFields } from '#lib/editions/stored.ts'
import { textOf } from '#lib/editions/text.ts'
import { redactedMark } from '#lib/editions/redact.ts'
import { createLake } from '#sanity/lake/index.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import { lakeFile } from '#server/installation/data-dir.ts'
import { tokens } from '#scripts/harness/tokens.ts'
import { manualOfRules } from '../lib/editions/support.ts'

const run = promisify(execFile)
const passage = 'Zebrafinch "Holdings"'
let dataDir: string
beforeEach(() => void (dataDir = mkdtempSync(join(tmpdir(), 'editions-command-'))))
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** The output of the command on both streams, and its exit status. */
async function editions(...args: string[]): Promise<{ status: number; said: string }> {
  const env = { ...process.env, DATA_DIR: dataDir }
  try {
    const { stdout, stderr } = await run(process.execPath, ['scripts/editions.ts', ...args], { env })
    return { status: 0, said: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { status: code, said: stdout + stderr }
  }
}

/** A dataset with two editions. The first names a customer, whose name was also once typed into a section. */
async function recorded() {
  const lake = createLake({
    file: lakeFile(dataDir),
    projectId: 'manual',
    dataset: 'production',
    tokens,
    seed: seedDocuments,
  })
  const mutate = async (...mutations: object[]) => {
    const response = await lake.fetch(
      new Request('http://localhost/v2026-01-01/data/mutate/production', {
        method: 'POST',
        headers: { authorization: `Bearer ${tokens.write}` },
        body: JSON.stringify({ mutations }),
      }),
    )
    expect(response.status).toBe(200)
  }
  const texts = [
    textOf(manualOfRules({ one: `Build for ${passage}`, [`for ${passage}`]: 'Keys too' })),
    textOf(manualOfRules({ one: 'Build for whoever asks' })),
  ]
  for (const [at, text] of texts.entries()) {
    const number = at + 1
    const date = `2026-11-2${number}T10:00:00Z`
    const edition = {
      number,
      opened: date,
      date,
      closesAt: date,
      isCorrection: false,
      changes: changesOf(texts[at - 1], text),
    }
    const fields = { ...serverFields(edition, text), reason: `Because of ${passage}`, uuid: `uuid-${number}` }
    await mutate({ create: { _id: editionId(number), _type: editionType, ...fields } })
  }
  await mutate({ patch: { id: 'principles', set: { lead: `We serve ${passage}.` } } })
  await mutate({ patch: { id: 'principles', set: { lead: 'We serve.' } } })
  return { lake, mutate }
}

/** The files below the data directory that contain these bytes. */
function filesWith(bytes: string, directory = dataDir): string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name)
    if (statSync(path).isDirectory()) return filesWith(bytes, path)
    return readFileSync(path).includes(bytes) ? [name] : []
  })
}

it('redact removes a passage from every edition and from every file of the data directory', async () => {
  await (await recorded()).lake.close()
  expect(filesWith('Zebrafinch')).toEqual(['lake.sqlite'])
  const look = await editions('redact', passage)
  expect(look.said).toContain('Edition 1: its reason, § 1.1: Rule')
  expect(filesWith('Zebrafinch')).toEqual(['lake.sqlite'])
  const done = await editions('redact', passage, '--yes')
  expect([done.status, done.said]).toEqual([0, expect.stringContaining('taken out of 2 editions') as string])
  expect(filesWith('Zebrafinch')).toEqual([])
  expect(filesWith(redactedMark)).toEqual(['lake.sqlite'])
  expect(await editions('verify')).toEqual({ status: 0, said: '2 editions are whole.\n' })
  expect((await editions()).said).toMatch(/^1 {2}2026-11-21 {2}redacted {2}Because of \[redacted\]$/m)
}, 60_000)

it('redact refuses a passage that is still in the manual or in a draft, and changes nothing', async () => {
  const { lake, mutate } = await recorded()
  await mutate({ create: { _id: 'drafts.manual', _type: 'manual', kicker: `For ${passage}` } })
  await lake.close()
  const { status, said } = await editions('redact', passage, '--yes')
  expect(status).toBe(1)
  expect(said).toContain('The passage still stands in drafts.manual (')
  expect((await editions()).said).toContain(passage)
}, 60_000)

it('verify names a damaged edition, and exits with 1', async () => {
  const { lake, mutate } = await recorded()
  await mutate({ patch: { id: editionId(2), set: { text: '{}' } } })
  await lake.close()
  const { status, said } = await editions('verify')
  expect(status).toBe(1)
  expect(said).toContain('Edition 2 has a text that is not the one of its hash.')
}, 60_000)

it('verify names editions with times, an id or a uuid that no version writes', async () => {
  const { lake, mutate } = await recorded()
  await mutate(
    { patch: { id: editionId(1), set: { closesAt: '2020-01-01T00:00:00Z' } } },
    { patch: { id: editionId(2), set: { date: 'yesterday', uuid: 'uuid-1' } } },
  )
  await lake.close()
  const { status, said } = await editions('verify')
  expect([status, said.trim().split('\n')]).toEqual([
    1,
    [
      'Edition 1 has a time in "closesAt" that is before the one in "date".',
      'Edition 2 has no time in "date".',
      'Edition 2 has the uuid of another, or none.',
    ],
  ])
}, 60_000)

it('list shows a reason on one line, without control characters', async () => {
  const { lake, mutate } = await recorded()
  await mutate({ patch: { id: editionId(2), set: { reason: 'So \u001b[31mred\n3  2026-11-23  forged' } } })
  await lake.close()
  expect((await editions()).said.trim().split('\n').at(-1)).toBe(
    '2  2026-11-22  So [31mred 3 2026-11-23 forged',
  )
}, 60_000)

it('forget removes the whole record from every file of the data directory', async () => {
  await (await recorded()).lake.close()
  expect((await editions('forget')).said).toContain('Nothing was changed.')
  const { status } = await editions('forget', '--yes')
  expect(status).toBe(0)
  expect((await editions()).said).toContain('There is no record yet.')
  expect(filesWith('Build for whoever asks')).toEqual([])
}, 60_000)
