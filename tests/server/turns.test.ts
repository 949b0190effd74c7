import { expect, it } from 'vitest'
import { Turns } from '#server/front/turns.ts'

it('lets two run at once, queues others in order, and refuses those beyond the queue', async () => {
  const turns = new Turns(2, 3)
  const begun: number[] = []
  const taken = Array.from({ length: 6 }, async (_, number) => {
    const end = await turns.take()
    if (end) begun.push(number)
    return end
  })
  expect(await taken[5]).toBeUndefined()
  const [first, second] = await Promise.all([taken[0], taken[1]])
  expect(begun).toEqual([0, 1])
  first!()
  const third = await taken[2]!
  // Ending a turn twice must not start a second waiter.
  first!()
  expect(begun).toEqual([0, 1, 2])
  second!()
  third!()
  for (const turn of taken.slice(3, 5)) (await turn)!()
  expect(begun).toEqual([0, 1, 2, 3, 4])
  expect(await turns.take()).toBeDefined()
})
