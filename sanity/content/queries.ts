import { defineQuery } from 'groq'

/**
 * Everything that the page shows, in one query. `parseManual` turns the answer into the view model.
 *
 * Uses plain GROQ, so that the embedded and the hosted Content Lake give the same answer. A test checks that
 * it covers every field that the parsers read. `sections[]` is `null` if `sections` is not a list; it is then
 * returned unchanged, so that the parser can report it.
 */
export const manualQuery = defineQuery(`*[_type == "manual" && _id == "manual"][0]{
  _id, _type, _rev, _createdAt, _updatedAt,
  identity, kicker, headline, introduction, availability, name, contact, profiles, language, record,
  "sections": coalesce(sections[]{
    _key, _ref,
    "document": @->{
      _id, _type, _rev, _createdAt, _updatedAt,
      eyebrow, title, lead, anchor, review, confirmed,
      _type == "nowSection" => { readings },
      _type == "principlesSection" => { principles },
      _type == "historySection" => { entries },
      _type == "explorationSection" => { domains },
      _type == "mentalModelsSection" => { models },
      _type == "shelfSection" => { shelves },
      _type == "proseSection" => { body, statement }
    }
  }, sections)
}`)

/** Every version of every document of the manual, for `outlineOf`. */
export const outlineQuery = defineQuery(`*[_type in $types]`)
