import { expect, test } from 'vitest'
import { parseQuery } from '#sanity/lake/query.ts'
import { changeTags, queryTags } from '#sanity/lake/sync-tags.ts'

const tagsOf = (text: string, params = {}, followed: string[] = []) =>
  queryTags(parseQuery(text, params), followed)

test('tags have the form that clients of Sanity expect, and few characters', () => {
  for (const tag of [...tagsOf('*[_id in ["a", "b"]]'), ...tagsOf('*')]) {
    expect(tag).toMatch(/^s1:[\w-]{10}$/)
  }
})

test('a draft has the tags of what it is a draft of', () => {
  const ids = (id: string) => tagsOf('*[_id == $id]', { id })
  expect(ids('drafts.a')).toEqual(ids('a'))
  expect(ids('versions.release.a')).toEqual(ids('a'))
  expect(ids('b')).not.toEqual(ids('a'))
})

test('an id and a type of the same name are not the same', () => {
  expect(tagsOf('*[_id == "note"]')).not.toEqual(tagsOf('*[_type == "note"]'))
})

test('what cannot be pinned down depends on everything, and on nothing besides', () => {
  const everything = tagsOf('*')
  expect(everything).toHaveLength(1)
  for (const query of [
    '*[title == "x"]',
    '*[_type != "note"]',
    '*[_id == title]',
    '*[other->_id == "a"]',
    '{"a": *[_id == "a"], "all": *}',
  ]) {
    expect(tagsOf(query)).toEqual(everything)
  }
})

test('the tags of a change name its document, its types before and after, and everything', () => {
  const at = (_type: string) => ({ _id: 'a', _type, _rev: 't', _createdAt: '', _updatedAt: '' })
  const tags = changeTags([{ id: 'a', before: at('note'), after: at('remark'), mutations: [] }])
  for (const query of ['*', '*[_id == "a"]', '*[_type == "note"]', '*[_type == "remark"]']) {
    expect(tags).toEqual(expect.arrayContaining(tagsOf(query)))
  }
  expect(tags).toHaveLength(4)
})

test('references that were followed count, also where they led nowhere', () => {
  expect(tagsOf('*[_id == "a"]{to->}', {}, ['gone'])).toEqual(tagsOf('*[_id in ["a", "gone"]]'))
})
