import { editionType } from '#lib/editions/stored.ts'
import { manualQuery } from '#sanity/content/queries.ts'

/** Drafts of an edition cannot be made in the Studio; another tool's are left out. */
const editions = `*[_type == "${editionType}" && string::startsWith(_id, "record.edition-")]`

const withoutText = `{
  _id, _rev, number, opened, date, closesAt, reason, correction, redacted, revised, uuid, withdrawn, format, hash, changes
}`

const textsOfLatest = `${editions}[!defined(withdrawn)] | order(number desc) [0...2]{ _rev, number, format, text }`

/**
 * The record: every edition without its text, the texts of the latest two, and the content API's own time. It
 * needs a token, and the perspective `raw`, in which ids with a dot are plain documents everywhere.
 */
export const recordQuery = `{
  "now": now(),
  "editions": ${editions} ${withoutText},
  "texts": ${textsOfLatest}
}`

/** The same, for whoever knows most of it already. */
export const headsQuery = `{
  "now": now(),
  "heads": ${editions}{ _id, _rev },
  "texts": ${textsOfLatest}
}`

/** Some editions without their texts. */
export const someQuery = `*[_id in $ids] ${withoutText}`

/**
 * What decides on the next edition, and what is published at the same moment: the latest edition, the one
 * before it, and one that was withdrawn. By two questions, an answer from before a publish
 * could be written over an edition from after it. (In `raw`, too, the manual's references lead to published
 * documents.)
 */
export const momentQuery = `{
  "record": {
    "now": now(),
    "editions": ${editions} | order(number desc) [0...3] ${withoutText},
    "texts": ${textsOfLatest}
  },
  "published": ${manualQuery}
}`

/** The text of one edition. */
export const textQuery = `${editions}[number == $number && !defined(withdrawn)][0]{ number, format, text }`
