import { changesOf } from '#lib/editions/changes.ts'
import { editionId, editionType, serverFields } from '#lib/editions/stored.ts'
import { textOf, type EditionText } from '#lib/editions/text.ts'
import { parseManual } from '#lib/manual/index.ts'
import { seedDocuments, type SeedDocument } from '#sanity/seed/index.ts'

/** The seed, published, with a record of this many closed editions, one per day. */
export function seedWithEditions(count: number): SeedDocument[] {
  const documents = seedDocuments()
  const byId = new Map(documents.map((document) => [document._id, document]))
  const { sections = [], ...manual } = byId.get('manual') as SeedDocument & { sections?: { _ref: string }[] }
  const answer = {
    ...manual,
    sections: sections.map((reference) => ({ ...reference, document: byId.get(reference._ref) })),
  }
  const latest = textOf(parseManual(answer).manual)
  const textAt = (number: number): EditionText =>
    number === count
      ? latest
      : { ...latest, opening: { ...latest.opening, headline: `The headline of day ${number}` } }
  const editions = Array.from({ length: count }, (_, at): SeedDocument => {
    const number = at + 1
    const date = new Date(Date.UTC(2020, 0, number)).toISOString()
    const changes = changesOf(number > 1 ? textAt(at) : undefined, textAt(number))
    const edition = { number, opened: date, date, closesAt: date, isCorrection: false, changes }
    return {
      _id: editionId(number),
      _type: editionType,
      uuid: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      reason: `Because of day ${number}.`,
      ...serverFields(edition, textAt(number)),
    }
  })
  return documents
    .map((document) => (document._id === 'manual' ? { ...document, record: 'public' } : document))
    .concat(editions)
}
