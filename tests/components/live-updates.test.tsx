import { act, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveUpdates } from '#components/preview/live-updates.tsx'

const router = { refresh: vi.fn<() => void>() }
vi.mock('next/navigation', () => ({ useRouter: () => router }))

/** The server's event stream. The test sends the events. */
class Events extends EventTarget {
  static readonly CLOSED = 2
  static opened: Events[] = []
  readyState = 1
  constructor() {
    super()
    Events.opened.push(this)
  }
  close() {
    this.readyState = Events.CLOSED
  }
}

const send = (name: string, readyState = 1) =>
  act(async () => {
    const events = Events.opened.at(-1)!
    events.readyState = readyState
    events.dispatchEvent(new Event(name))
    await vi.advanceTimersByTimeAsync(0)
  })

/** The server's answer about this browser's access. */
const answer = { isGranted: true }

beforeEach(() => {
  vi.useFakeTimers()
  router.refresh.mockClear()
  Events.opened = []
  answer.isGranted = true
  vi.stubGlobal('EventSource', Events)
  vi.stubGlobal('fetch', async () => Response.json(answer))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the page of a preview', () => {
  it('is rendered again for every change', async () => {
    render(<LiveUpdates reopenAt="/studio/presentation" />)
    await send('welcome')
    expect(screen.getByRole('status')).toHaveTextContent('Follows every edit')
    router.refresh.mockClear()
    await send('change')
    expect(router.refresh).toHaveBeenCalledOnce()
  })

  it('says that it follows every publish while it shows the published page', async () => {
    render(<LiveUpdates follows="publish" />)
    await send('welcome')
    expect(screen.getByRole('status')).toHaveTextContent('Follows every publish')
  })

  it('is rendered again when the stream opens, since a change may have been made since it was rendered', async () => {
    render(<LiveUpdates reopenAt="/studio/presentation" />)
    expect(router.refresh).not.toHaveBeenCalled()
    await send('welcome')
    expect(router.refresh).toHaveBeenCalledOnce()
  })

  it.each([
    ['a change', 'change', 1],
    ['a refused connection', 'error', Events.CLOSED],
  ])(
    'stays, and says that the preview has ended, when it was ended in another tab and there is %s',
    async (_, name, state) => {
      render(<LiveUpdates reopenAt="/studio/presentation" />)
      await send('welcome')
      router.refresh.mockClear()
      answer.isGranted = false
      await send(name, state)
      expect(screen.getByRole('status')).toHaveTextContent(/This preview has ended/)
      expect(screen.getByRole('link', { name: 'Open it again' })).toHaveAttribute(
        'href',
        '/studio/presentation',
      )
      expect(router.refresh).not.toHaveBeenCalled()
      await act(() => vi.advanceTimersByTimeAsync(60_000))
      expect(Events.opened).toHaveLength(1)
    },
  )

  it('continues when the preview was opened again in another tab', async () => {
    render(<LiveUpdates reopenAt="/studio/presentation" />)
    answer.isGranted = false
    await send('error', Events.CLOSED)
    answer.isGranted = true
    await act(async () => void document.dispatchEvent(new Event('visibilitychange')))
    await send('welcome')
    expect(screen.getByRole('status')).toHaveTextContent('Follows every edit')
    expect(router.refresh).toHaveBeenCalledOnce()
  })

  it('stays ended when the answer to an earlier question comes late', async () => {
    render(<LiveUpdates reopenAt="/studio/presentation" />)
    await send('welcome')
    const late = Promise.withResolvers<Response>()
    const answers = [late.promise, Promise.resolve(Response.json({ isGranted: false }))]
    vi.stubGlobal('fetch', () => answers.shift())
    // Another window opens, and then leaves the preview.
    for (let round = 0; round < 2; round += 1)
      await act(async () => void document.dispatchEvent(new Event('visibilitychange')))
    expect(screen.getByRole('status')).toHaveTextContent(/This preview has ended/)
    await act(async () => late.resolve(Response.json({ isGranted: true })))
    await act(() => vi.advanceTimersByTimeAsync(60_000))
    expect(screen.getByRole('status')).toHaveTextContent(/This preview has ended/)
    expect(Events.opened).toHaveLength(1)
  })

  it('becomes the published page for a guest whose preview has ended', async () => {
    render(<LiveUpdates />)
    answer.isGranted = false
    await send('error', Events.CLOSED)
    expect(router.refresh).toHaveBeenCalledOnce()
    expect(screen.queryByRole('link')).toBeNull()
  })

  it('stays when the server goes away just after a change, and is updated when it is back', async () => {
    render(<LiveUpdates reopenAt="/studio/presentation" />)
    await send('welcome')
    router.refresh.mockClear()
    vi.stubGlobal('fetch', async () => new Response('The site is starting.', { status: 503 }))
    await send('change')
    expect(router.refresh).not.toHaveBeenCalled()
    await send('welcome')
    expect(router.refresh).toHaveBeenCalledOnce()
  })

  it('does not end when the server cannot say who may see drafts', async () => {
    render(<LiveUpdates reopenAt="/studio/presentation" />)
    await send('welcome')
    vi.stubGlobal('fetch', async () => Response.json({ message: 'Not now' }, { status: 503 }))
    await send('error', Events.CLOSED)
    expect(screen.getByRole('status')).toHaveTextContent('Connection lost')
    expect(screen.queryByRole('link')).toBeNull()
    await act(() => vi.advanceTimersByTimeAsync(2000))
    expect(Events.opened).toHaveLength(2)
  })

  it('reconnects while the server is away', async () => {
    render(<LiveUpdates reopenAt="/studio/presentation" />)
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')))
    await send('error', Events.CLOSED)
    expect(screen.getByRole('status')).toHaveTextContent('Connection lost')
    await act(() => vi.advanceTimersByTimeAsync(2000))
    expect(Events.opened).toHaveLength(2)
  })

  it('says that it may be out of date when the server hangs, and is updated when it goes on', async () => {
    render(<LiveUpdates reopenAt="/studio/presentation" />)
    await send('welcome')
    for (let beat = 0; beat < 12; beat += 1) {
      await act(() => vi.advanceTimersByTimeAsync(5000))
      await send('heartbeat')
    }
    expect(screen.getByRole('status')).toHaveTextContent('Follows every edit')
    expect(Events.opened).toHaveLength(1)
    router.refresh.mockClear()
    await act(() => vi.advanceTimersByTimeAsync(15_000))
    expect(screen.getByRole('status')).toHaveTextContent('Connection lost: what you see may be out of date')
    // The connection that went silent is given up, and so is the next one that stays silent.
    await act(() => vi.advanceTimersByTimeAsync(15_000))
    expect(Events.opened.map(({ readyState }) => readyState)).toEqual([Events.CLOSED, Events.CLOSED, 1])
    await send('heartbeat')
    expect(screen.getByRole('status')).toHaveTextContent('Connection lost')
    await send('welcome')
    expect(screen.getByRole('status')).toHaveTextContent('Follows every edit')
    expect(router.refresh).toHaveBeenCalledOnce()
  })

  it('opens no connection any more once it has left the window', async () => {
    const { unmount } = render(<LiveUpdates reopenAt="/studio/presentation" />)
    await send('welcome')
    unmount()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(Events.opened.map(({ readyState }) => readyState)).toEqual([Events.CLOSED])
  })
})
