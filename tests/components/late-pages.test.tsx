import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { waitForPages } from '#components/preview/late-pages.ts'

const page = { headers: { rsc: '1' } }
/** The server's answers, in order. */
let answers: (() => Promise<Response>)[]
const asked = vi.fn<typeof fetch>(() => answers.shift()!())

const away = () => Promise.reject<Response>(new TypeError('Failed to fetch'))
const whole = () => Promise.resolve(new Response('the page'))
const starting = () => Promise.resolve(new Response('The site is starting.', { status: 503 }))
const broken = () =>
  Promise.resolve(
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('the p'))
          controller.error(new TypeError('network error'))
        },
      }),
    ),
  )

let stop: () => void
beforeEach(() => {
  vi.useFakeTimers()
  asked.mockClear()
  vi.stubGlobal('fetch', asked)
  stop = waitForPages()
})
afterEach(() => {
  stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it.each([
  ['is away', away],
  ['goes away in the middle of its answer', broken],
  ['is just starting', starting],
])('requests a page again while the server %s', async (_, answer) => {
  answers = [answer, answer, whole]
  const answered = fetch('/', page).then((response) => response.text())
  await vi.advanceTimersByTimeAsync(5000)
  expect(await answered).toBe('the page')
  expect(asked).toHaveBeenCalledTimes(3)
})

it('does not request a page again that the server refuses', async () => {
  answers = [() => Promise.resolve(new Response('no', { status: 401 }))]
  expect((await fetch('/', page)).status).toBe(401)
})

it('lets other requests fail at once', async () => {
  answers = [away]
  await expect(fetch('/api/draft-mode/check')).rejects.toThrow('Failed to fetch')
})

it('stops when the request is aborted', async () => {
  const giveUp = new AbortController()
  answers = [away, away, away]
  const answered = fetch('/', { ...page, signal: giveUp.signal }).catch((error: Error) => error.message)
  giveUp.abort()
  await vi.advanceTimersByTimeAsync(5000)
  expect(await answered).toBe('Failed to fetch')
  expect(asked).toHaveBeenCalledTimes(2)
})

it('restores the browser’s own fetch', () => {
  stop()
  expect(globalThis.fetch).toBe(asked)
})
