import { expect, it } from 'vitest'
import { publishedBefore } from '#sanity/studio/actions/restore-published.ts'
import { action, startLake } from './lake/support.ts'

/**
 * A document whose states were published one after another; `null` unpublishes it. The revisions are `t1`,
 * `t2` and so on.
 */
async function publishedAs(...titles: (string | null)[]) {
  const { client } = await startLake()
  const pair = { draftId: 'drafts.a', publishedId: 'a' }
  for (const [index, title] of titles.entries()) {
    if (title === null) {
      await client.action({ actionType: action('unpublish'), ...pair }, { transactionId: `t${index + 1}` })
    } else {
      await client.createOrReplace({ _id: 'drafts.a', _type: 'note', title })
      await client.action({ actionType: action('publish'), ...pair }, { transactionId: `t${index + 1}` })
    }
  }
  return client
}

it.each<[string, (string | null)[], string | undefined, string | undefined]>([
  ['the one before the current one', ['A', 'B', 'C'], 't3', 't2'],
  ['the last one, for an unpublished document', ['A', 'B', null], undefined, 't2'],
  ['the one before it was unpublished, if it has been published again', ['A', null, 'B'], 't3', 't1'],
  ['none, if there is only the current one', ['A'], 't1', undefined],
  ['none, if nothing was ever published', [], undefined, undefined],
])('the version published before is %s', async (_, titles, current, expected) => {
  const state = await publishedBefore(await publishedAs(...titles), 'a', current)
  expect(state?._rev).toBe(expected)
})
