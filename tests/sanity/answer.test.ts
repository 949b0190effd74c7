import { describe, expect, it } from 'vitest'
import { RevisionOrder } from '#sanity/content/revision-order.ts'
import { includesChange, isBehind, withSectionsOf } from '#sanity/content/answer.ts'

const now = { _id: 'now', _rev: 'n1', _updatedAt: '2026-11-26T10:00:00Z', title: 'Now' }
const answer = {
  _id: 'manual',
  _rev: 'm1',
  _updatedAt: '2026-11-26T10:00:00Z',
  sections: [
    { _key: 'a', _ref: 'now', document: now },
    { _key: 'b', _ref: 'shelf', document: null },
  ],
}

describe('an answer includes a change', () => {
  it('when the document has the announced revision', () => {
    expect(includesChange(answer, { id: 'now', rev: 'n1' })).toBe(true)
    expect(includesChange(answer, { id: 'manual', rev: 'm1' })).toBe(true)
    expect(includesChange(answer, { id: 'now', rev: 'n2' })).toBe(false)
  })

  it('when the document has changed again since then', () => {
    expect(includesChange(answer, { id: 'now', rev: 'n0', time: '2026-11-26T09:59:59.123456Z' })).toBe(true)
    expect(includesChange(answer, { id: 'now', rev: 'n2', time: '2026-11-26T10:00:00.900000Z' })).toBe(false)
  })

  it('when a deleted document is not in it', () => {
    expect(includesChange(answer, { id: 'shelf' })).toBe(true)
    expect(includesChange(answer, { id: 'now' })).toBe(false)
  })

  it("when the document is not one of the manual's sections", () => {
    expect(includesChange(answer, { id: 'history', rev: 'h1' })).toBe(true)
    expect(includesChange(answer, { id: 'shelf', rev: 's1' })).toBe(false)
    expect(includesChange(null, { id: 'manual', rev: 'm1' })).toBe(false)
  })
})

describe('an answer is older than another', () => {
  const withNow = (version: object) => ({
    ...answer,
    sections: [{ _ref: 'now', document: { ...now, ...version } }],
  })
  const later = withNow({ _rev: 'n2', _updatedAt: '2026-11-26T10:00:01Z' })
  const none = new RevisionOrder()

  it('when one of its documents is older', () => {
    expect(isBehind(answer, later, [], none)).toBe(true)
    expect(isBehind(later, answer, [], none)).toBe(false)
    expect(isBehind(answer, null, [], none)).toBe(false)
    expect(isBehind({ sections: 'none' }, answer, [], none)).toBe(false)
  })

  it('when it lacks a known change that the other has, in the same second or by a deletion', () => {
    const sameSecond = withNow({ _rev: 'n2' })
    expect(isBehind(answer, sameSecond, [], none)).toBe(false)
    expect(isBehind(answer, sameSecond, [{ id: 'now', rev: 'n2' }], none)).toBe(true)
    const without = { ...answer, sections: [{ _ref: 'now', document: null }] }
    expect(isBehind(answer, without, [{ id: 'now' }], none)).toBe(true)
  })

  it('but not for another revision within the second of the change, unless that is known to be an earlier one', () => {
    const sameSecond = withNow({ _rev: 'n2' })
    const change = { id: 'now', rev: 'n2', time: '2026-11-26T10:00:00.500Z' }
    expect(isBehind(withNow({ _rev: 'n3' }), sameSecond, [change], none)).toBe(false)
    const order = new RevisionOrder()
    order.add('n1', 'n2', 10_000)
    expect(isBehind(answer, sameSecond, [change], order)).toBe(true)
  })

  it('but not because of a document at the announced revision, whatever its date', () => {
    expect(isBehind(answer, later, [{ id: 'now', rev: 'n1' }], none)).toBe(false)
  })
})

it('broken sections are replaced by those in an earlier answer, and removed sections stay away', () => {
  const broken = {
    ...answer,
    sections: [
      { _key: 'b', _ref: 'shelf', document: null },
      { _key: 'a', _ref: 'now', document: { ...now, title: 5 } },
      { _key: 'c', _ref: 'new', document: { _id: 'new', title: 6 } },
    ],
  }
  const earlier = { ...answer, sections: [...answer.sections, { _ref: 'shelf', document: { _id: 'shelf' } }] }
  expect(withSectionsOf(earlier, broken, [0, 1, 2])).toEqual({
    ...broken,
    sections: [broken.sections[0], { ...broken.sections[1], document: now }, broken.sections[2]],
  })
  expect(withSectionsOf(undefined, broken, [1])).toEqual(broken)
})
