const channelName = 'lake: signed in'

/** Tells this browser's other tabs that somebody is signed in. */
export function tellSignedIn(): void {
  const channel = new BroadcastChannel(channelName)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has no target origin
  channel.postMessage(true)
  channel.close()
}

/**
 * Makes a function for a tab whose sign-in has ended, that resolves once somebody has signed in again. All that waits
 * in the tab shares one question. It is asked when another tab tells that it is signed in, when the author comes back
 * to this tab, and else seldom: the browser logs an error for each refused request.
 *
 * @param isSignedOut asks the lake.
 * @param askMs milliseconds after which it is asked in any case.
 */
export function watchSignIn(isSignedOut: () => Promise<boolean>, askMs: number): () => Promise<void> {
  let waiting: Promise<void> | undefined
  return () => (waiting ??= signedIn(isSignedOut, askMs).finally(() => (waiting = undefined)))
}

function signedIn(isSignedOut: () => Promise<boolean>, askMs: number): Promise<void> {
  return new Promise((resolve) => {
    const ended = new AbortController()
    const { signal } = ended
    const channel = new BroadcastChannel(channelName)
    let state: 'waiting' | 'asking' | 'asking again' = 'waiting'
    const ask = async () => {
      if (state !== 'waiting') return void (state = 'asking again')
      let isOut: boolean
      do {
        state = 'asking'
        isOut = await isSignedOut()
      } while (isOut && (state as string) === 'asking again')
      state = 'waiting'
      if (isOut) return
      clearInterval(timer)
      channel.close()
      ended.abort()
      resolve()
    }
    const timer = setInterval(() => void ask(), askMs)
    channel.addEventListener('message', () => void ask())
    // Not in Node, where this is tested.
    if (typeof window === 'undefined') return
    addEventListener('focus', () => void ask(), { signal })
    document.addEventListener('visibilitychange', () => document.hidden || void ask(), { signal })
  })
}
