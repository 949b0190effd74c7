import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { parseManual } from '#lib/manual/index.ts'
import { ProblemLog } from '#sanity/content/problem-log.ts'
import { describeProblem } from '#sanity/preview/field-titles.ts'
import { blankDocuments, seedDocuments, type SeedDocument } from '#sanity/seed/index.ts'
import { answerOf, withFields } from '#tests/lib/support.ts'

let lines: string[]
beforeEach(() => {
  lines = []
  for (const level of ['info', 'warn'] as const)
    vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(line))
})
afterEach(() => void vi.restoreAllMocks())

/** The log lines for each of these versions, one after another. */
async function logOf(...versions: SeedDocument[][]): Promise<string[][]> {
  const log = new ProblemLog(describeProblem)
  const said: string[][] = []
  for (const documents of versions) {
    log.report(parseManual(await answerOf(documents)).problems)
    said.push(lines.splice(0))
  }
  return said
}

/** A blank manual, unpublished and published. */
const unpublished = blankDocuments()
const blank = unpublished.map((document) => ({ ...document, _id: document._id.replace('drafts.', '') }))
const seed = seedDocuments()
const principle = { _key: 'one', _type: 'principle', title: 'Make state visible', body: 'It helps.' }

it("says in one line that nothing is written yet in a blank manual, in the Studio's words", async () => {
  expect(await logOf(blank)).toEqual([
    [
      'Nothing is written yet, so that readers do not see it: Manual (Headline); Now (Readings); Principles (Principles); ' +
        'History (Shifts); Exploration (Domains); Mental Models (Models); Shelf (Shelves); Philosophy (Body)',
    ],
  ])
})

it('says in one line how many sections are not published yet', async () => {
  expect(await logOf(unpublished, unpublished)).toEqual([
    [
      'Nothing is written yet, so that readers do not see it: Manual (Headline)',
      "Readers do not see 7 sections of the manual's list, not published yet: the Studio's list has the names",
    ],
    [],
  ])
})

it('logs only new problems', async () => {
  const first = withFields(blank, { principles: { principles: [principle] } })
  const broken = withFields(first, { principles: { principles: [{ ...principle, body: '' }] } })
  expect((await logOf(blank, first, broken, broken)).slice(1)).toEqual([
    [],
    ['A section is left out for readers: "Principles" (principles): Principles 1: Reason is empty'],
    [],
  ])
})

it('logs a problem again that was fixed and has come back', async () => {
  const broken = withFields(seed, { principles: { principles: [{ ...principle, body: '' }] } })
  const [first, mended, again] = await logOf(broken, seed, broken)
  expect(first).toHaveLength(1)
  expect(mended).toEqual([])
  expect(again).toEqual(first)
})
