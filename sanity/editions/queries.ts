import { editionType } from '#lib/editions/stored.ts'
import { manualQuery } from '#sanity/content/queries.ts'

/** Drafts of an edition cannot be made in the Studio; another tool's are left out. */
const editions = `*[_type == "${editionType}" && string::startsWith(_id, "record.edition-")]`

const withoutText = `{
  _id, _rev, number, opened, date, closesAt, reason, correction, redacted, revised, uuid, withdrawn, format, hash, changes
}`

/**
 * The record: every edition without its text, the texts of the latest two, and the content API's own time. It
 * needs a token, and the perspective `raw`, in which ids with a dot are plain documents everywhere.
 */
export const recordQuery = `{
  "now": now(),
  "editions": ${editions} | order(number desc) ${withoutText},
  "texts": ${editions}[!defined(withdrawn)] | order(number desc) [0...2]{ number, format, text }
}`

/**
 * The record, and what is published at the same moment. By two questions, an answer from before a publish
 * could be written over an edition from after it. (In `raw`, too, the manual's references lead to published
 * documents.)
 */
export const momentQuery = `{ "record": ${recordQuery}, "published": ${manualQuery} }`

/** The text of one edition. */
export const textQuery = `${editions}[number == $number && !defined(withdrawn)][0]{ number, format, text }`
