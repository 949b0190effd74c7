import { BufferedDocument, Mutation } from '@sanity/mutator'
import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { commitSoon, gatherMs } from '#sanity/studio/commit-soon.client.ts'

let isPreviewed = true
beforeAll(() => commitSoon(() => isPreviewed))
beforeEach(() => {
  vi.useFakeTimers()
  isPreviewed = true
  return () => vi.useRealTimers()
})

type Sent = Parameters<NonNullable<BufferedDocument['commitHandler']>>[0]

function openDraft() {
  const copy = new BufferedDocument({ _id: 'drafts.a', _type: 'note', title: '' } as never)
  const sent: Sent[] = []
  copy.commitHandler = (message) => sent.push(message)
  const type = (title: string) =>
    copy.add(new Mutation({ mutations: [{ patch: { id: 'drafts.a', set: { title } } }] }))
  return { sent, type }
}

it('edits are sent together, shortly after the first of them', () => {
  const { sent, type } = openDraft()
  type('o')
  vi.advanceTimersByTime(gatherMs / 2)
  type('on')
  expect(sent).toHaveLength(0)
  vi.advanceTimersByTime(gatherMs / 2)
  expect(sent).toHaveLength(1)
  expect(sent[0]!.mutation.apply({ _id: 'drafts.a', title: '' } as never)).toMatchObject({ title: 'on' })
})

it('edits made before the last ones are answered are sent together afterwards', () => {
  const { sent, type } = openDraft()
  type('one')
  vi.advanceTimersByTime(gatherMs)
  for (const title of ['one t', 'one tw', 'one two']) {
    type(title)
    vi.advanceTimersByTime(gatherMs)
  }
  expect(sent).toHaveLength(1)
  sent[0]!.success()
  vi.advanceTimersByTime(gatherMs)
  expect(sent).toHaveLength(2)
})

it('without a preview, edits are sent when the Studio sends them', () => {
  isPreviewed = false
  const { sent, type } = openDraft()
  type('one')
  vi.advanceTimersByTime(10 * gatherMs)
  expect(sent).toHaveLength(0)
})
