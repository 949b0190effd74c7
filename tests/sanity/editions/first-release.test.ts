import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it, onTestFinished, vi } from 'vitest'
import { readText, textFormat } from '#lib/editions/text.ts'
import { parseManual } from '#lib/manual/index.ts'
import { manualQuery } from '#sanity/content/queries.ts'
import { readArchive } from '#sanity/seed/archive.ts'
import { startWorld } from '#scripts/harness/editions/world.ts'

// Data of version 0.1.0: the manual was published with another headline and kicker, a section's draft
// contains "CANARYDRAFT", and the process was killed while everything was still in the write-ahead log.
const fixtures = 'tests/fixtures/first-release'

function dataDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'first-release-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  for (const name of ['lake.sqlite', 'lake.sqlite-wal'])
    writeFileSync(join(directory, name), gunzipSync(readFileSync(`${fixtures}/${name}.gz`)))
  return directory
}

const archive = () => {
  const name = `${fixtures}/manual.ndjson`
  return readArchive(readFileSync(name), name).documents
}

it.each([
  ['in place', () => ({ file: join(dataDirectory(), 'lake.sqlite') })],
  ['behind an API like the hosted one', () => ({ seed: archive })],
])(
  'data of the first release, %s, has no record until one is begun, which then has all of it as edition 1',
  async (_, content) => {
    vi.spyOn(console, 'info').mockImplementation(() => {})
    await using world = await startWorld(content())
    const { record } = world.start()
    await record.lookNow()
    expect(await world.stored()).toEqual([])
    const before = parseManual(await world.client.fetch<unknown>(manualQuery)).manual
    expect(before).toMatchObject({
      record: 'off',
      opening: { headline: 'I build systems to understand them.', kicker: 'Kept since the first release' },
    })
    await world.publish({ record: 'public' })
    await record.lookNow()
    const [one, ...more] = await world.stored()
    expect(more).toEqual([])
    expect(one).toMatchObject({ number: 1, date: '2026-11-26T10:00:00Z' })
    expect(one!.text).not.toContain('CANARYDRAFT')
    const text = readText(one!.text, textFormat)
    expect([text.opening, text.sections.map(({ _id }) => _id)]).toEqual([
      before.opening,
      before.sections.map(({ _id }) => _id),
    ])
    expect(text.sections).toHaveLength(8)
  },
)
