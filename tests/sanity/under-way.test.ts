import { expect, it } from 'vitest'
import { once } from '#sanity/studio/under-way.ts'

/** An act that ends when it is told to. */
function act() {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let count = 0
  const run = () => ((count += 1), promise)
  return { run, count: () => count, end: resolve, fail: reject }
}

it('an act that is pressed twice is done once, and again after it is done', async () => {
  const confirming = act()
  const pressed = once('now', 'confirm', confirming.run)
  await once('now', 'confirm', confirming.run)
  confirming.end()
  await pressed
  expect(confirming.count()).toBe(1)
  await once('now', 'confirm', confirming.run)
  expect(confirming.count()).toBe(2)
})

it('another act on the same document follows it, even if it fails, and one on another document does not wait', async () => {
  const [first, second, other] = [act(), act(), act()]
  const failing = once('now', 'confirm a', first.run)
  const waiting = once('now', 'confirm b', second.run)
  other.end()
  await once('shelf', 'confirm a', other.run)
  expect([first.count(), second.count(), other.count()]).toEqual([1, 0, 1])
  first.fail(new Error('The site does not answer'))
  await expect(failing).rejects.toThrow('does not answer')
  second.end()
  await waiting
  expect(second.count()).toBe(1)
})
