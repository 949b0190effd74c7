import { expect, it, vi } from 'vitest'
import { tellSignedIn, watchSignIn } from '#sanity/lake/sign-in.client.ts'

/** A tab that waits for a sign-in, and how often it has asked the lake. */
function waitForSignIn() {
  let [isSignedOut, asked] = [true, 0]
  const again = watchSignIn(() => {
    asked += 1
    return Promise.resolve(isSignedOut)
  }, 60_000)
  const ends: number[] = []
  const waits = [1, 2].map((wait) => again().then(() => ends.push(wait)))
  return { ends, all: Promise.all(waits), asked: () => asked, signIn: () => (isSignedOut = false) }
}

it('a tab whose sign-in has ended asks once a minute for all that waits in it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    const { ends, all, asked, signIn } = waitForSignIn()
    await vi.advanceTimersByTimeAsync(59_000)
    expect(asked()).toBe(0)
    await vi.advanceTimersByTimeAsync(121_000)
    expect(asked()).toBe(3)
    expect(ends).toEqual([])
    signIn()
    await vi.advanceTimersByTimeAsync(60_000)
    await all
    expect(asked()).toBe(4)
    await vi.advanceTimersByTimeAsync(600_000)
    expect(asked()).toBe(4)
  } finally {
    vi.useRealTimers()
  }
})

it('goes on at once when another tab is signed in', async () => {
  const { ends, all, asked, signIn } = waitForSignIn()
  tellSignedIn()
  await expect.poll(asked).toBe(1)
  expect(ends).toEqual([])
  signIn()
  tellSignedIn()
  await all
  expect(asked()).toBe(2)
})
