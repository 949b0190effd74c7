import { defineQuery } from 'groq'

/**
 * The whole manual: one query for everything the page shows. `parseManual` turns the answer into the view
 * model.
 *
 * Plain GROQ, so that the embedded Content Lake and the hosted one give the same answer. A test checks that
 * it asks for every field the parsers read. `sections[]` of something other than a list is `null`: it is
 * returned as it is, so that the parser can say so.
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

/** Every version of every document of the manual: see `outlineOf`. */
export const outlineQuery = defineQuery(`*[_type in $types]`)
