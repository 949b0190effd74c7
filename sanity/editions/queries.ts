import { editionType } from '#lib/editions/stored.ts'
import { manualQuery } from '#sanity/content/queries.ts'

/** Without drafts. The Studio makes none of editions, but another tool might. */
const editions = `*[_type == "${editionType}" && string::startsWith(_id, "record.edition-")]`

const withoutText = `{
  _id, _rev, number, opened, date, closesAt, reason, correction, redacted, revised, uuid, withdrawn, format, hash, changes
}`

const textsOfLatest = `${editions}[!defined(withdrawn)] | order(number desc) [0...2]{ _rev, number, format, text }`

/**
 * Every edition without its text, the texts of the latest two, and the content API's time. Needs a token, and
 * the perspective `raw`, in which ids with a dot are ordinary documents everywhere.
 */
export const recordQuery = `{
  "now": now(),
  "editions": ${editions} ${withoutText},
  "texts": ${textsOfLatest}
}`

/** The same with ids and revisions only, to fetch just the editions that have changed. */
export const headsQuery = `{
  "now": now(),
  "heads": ${editions}{ _id, _rev },
  "texts": ${textsOfLatest}
}`

/** Editions by id, without their texts. */
export const someQuery = `*[_id in $ids] ${withoutText}`

/**
 * Everything that decides on the next edition, at one moment: the published manual, and the latest three
 * editions, of which one may be withdrawn. With two queries, an answer from before a publish could be written
 * over an edition from after it. (The manual's references lead to published documents in `raw`, too.)
 */
export const momentQuery = `{
  "record": {
    "now": now(),
    "editions": ${editions} | order(number desc) [0...3] ${withoutText},
    "texts": ${textsOfLatest}
  },
  "published": ${manualQuery}
}`

/** The text of an edition, by number. */
export const textQuery = `${editions}[number == $number && !defined(withdrawn)][0]{ number, format, text }`
