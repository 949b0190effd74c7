import { Subject } from 'rxjs'
import type { DocumentStore } from 'sanity'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { shared } from '#sanity/studio/shared.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const store = () => ({}) as DocumentStore

/** A shared query, with the answers of the source: one subject per subscription to it. */
function questions() {
  const asked: Subject<string>[] = []
  const ask = shared<string>(() => {
    const answers = new Subject<string>()
    asked.push(answers)
    return answers
  })
  const listen = (documents: DocumentStore) => {
    const heard: string[] = []
    const subscription = ask(documents).subscribe({ next: (answer) => heard.push(answer), error: () => {} })
    return { heard, stop: () => subscription.unsubscribe() }
  }
  return { asked, listen }
}

it('several panes share one subscription, and later panes get the latest answer at once', () => {
  const { asked, listen } = questions()
  const documents = store()
  const first = listen(documents)
  asked[0]?.next('one')
  asked[0]?.next('two')
  const second = listen(documents)
  expect(second.heard).toEqual(['two'])
  asked[0]?.next('three')
  expect(first.heard).toEqual(['one', 'two', 'three'])
  expect(second.heard).toEqual(['two', 'three'])
  expect(asked).toHaveLength(1)
})

it('the subscription is kept while one pane replaces another, and ends when no pane follows', () => {
  const { asked, listen } = questions()
  const documents = store()
  const first = listen(documents)
  asked[0]?.next('one')
  first.stop()
  asked[0]?.next('changed meanwhile')
  const second = listen(documents)
  expect(second.heard).toEqual(['changed meanwhile'])
  second.stop()
  vi.advanceTimersByTime(60_000)
  expect(asked[0]?.observed).toBe(false)
  expect(listen(documents).heard).toEqual([])
})

it('another Content Lake has a subscription of its own', () => {
  const { asked, listen } = questions()
  const [one, other] = [listen(store()), listen(store())]
  asked[0]?.next('of the first')
  expect(one.heard).toEqual(['of the first'])
  expect(other.heard).toEqual([])
})

it('after an error, the next pane subscribes again', () => {
  const { asked, listen } = questions()
  const documents = store()
  listen(documents)
  asked[0]?.error(new Error('refused'))
  const again = listen(documents)
  asked[1]?.next('one')
  expect(again.heard).toEqual(['one'])
})
