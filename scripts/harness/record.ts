import { changesOf } from '#lib/editions/changes.ts'
import type { Edition } from '#lib/editions/record.ts'
import { editionId, editionType, serverFields } from '#lib/editions/stored.ts'
import { textOf, type EditionText } from '#lib/editions/text.ts'
import { parseManual } from '#lib/manual/index.ts'
import type { SeedDocument } from '#sanity/seed/index.ts'

/** An edition to store: the published documents, their date, and the author's comment. */
export interface PastEdition {
  documents: readonly SeedDocument[]
  /** ISO 8601. */
  date: string
  /** Defaults to `date`: closed at once. */
  closesAt?: string
  reason?: string
  isCorrection?: boolean
  redacted?: string
}

/**
 * The edition documents of a record, as the ledger would have written them, oldest first. The last edition
 * should be the published content; otherwise the ledger adds another one.
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

/** The text of an edition with these documents. */
function textOfDocuments(documents: readonly SeedDocument[]): EditionText {
  const manual = documents.find(({ _id }) => _id === 'manual') as SeedDocument
  const references = (manual.sections ?? []) as { _ref: string }[]
  const sections = references.map((reference) => ({
    ...reference,
    document: documents.find(({ _id }) => _id === reference._ref),
  }))
  return textOf(parseManual({ ...manual, sections }).manual)
}
