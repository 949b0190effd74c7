import { changesOf } from '#lib/editions/changes.ts'
import type { Edition } from '#lib/editions/record.ts'
import { editionId, editionType, serverFields } from '#lib/editions/stored.ts'
import { textOf, type EditionText } from '#lib/editions/text.ts'
import { parseManual } from '#lib/manual/index.ts'
import type { SeedDocument } from '#sanity/seed/index.ts'

/** An edition to keep: what was published then, from when on, and what its author said of it. */
export interface PastEdition {
  documents: readonly SeedDocument[]
  /** ISO 8601. */
  date: string
  /** Without it, it was closed at once. */
  closesAt?: string
  reason?: string
  isCorrection?: boolean
  redacted?: string
}

/**
 * The documents of a record of these editions, as the ledger would have written them, the oldest first. The
 * last one should be what is published: otherwise the ledger goes on with another one.
 */
export function recordOf(past: readonly PastEdition[]): SeedDocument[] {
  const texts = past.map(({ documents }) => textOfDocuments(documents))
  return past.map(({ date, closesAt = date, isCorrection = false, reason, redacted }, at) => {
    const text = texts[at]!
    const number = at + 1
    const changes = changesOf(texts[at - 1], text)
    const edition: Edition = { number, opened: date, date, closesAt, isCorrection, changes }
    return {
      _id: editionId(number),
      _type: editionType,
      ...serverFields(edition, text),
      correction: isCorrection,
      ...(reason && { reason }),
      ...(redacted && { redacted, revised: redacted }),
      uuid: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    }
  })
}

/** What readers are given of these documents. */
function textOfDocuments(documents: readonly SeedDocument[]): EditionText {
  const manual = documents.find(({ _id }) => _id === 'manual') as SeedDocument
  const references = (manual.sections ?? []) as { _ref: string }[]
  const sections = references.map((reference) => ({
    ...reference,
    document: documents.find(({ _id }) => _id === reference._ref),
  }))
  return textOf(parseManual({ ...manual, sections }).manual)
}
