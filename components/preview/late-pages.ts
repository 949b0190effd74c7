import { awayStatuses } from '#lib/away-statuses.ts'

/** Milliseconds until a page is requested again. */
const retryMs = 1000

/**
 * Repeats Next.js's requests for a page until the server answers. Without this, Next.js navigates when such a
 * request fails, and the browser shows its own error page.
 *
 * @returns a function that restores `fetch`.
 */
export function waitForPages(): () => void {
  const { fetch } = globalThis
  const patient: typeof fetch = async (input, init) => {
    if (!new Headers(init?.headers).has('rsc')) return fetch(input, init)
    for (;;) {
      const answer = await wholeAnswer(fetch(input, init))
      if (answer || init?.signal?.aborted) return answer ?? fetch(input, init)
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
  globalThis.fetch = patient
  return () => {
    if (globalThis.fetch === patient) globalThis.fetch = fetch
  }
}

/** A complete answer; `undefined` if the server is away, or the connection broke. */
async function wholeAnswer(asked: Promise<Response>): Promise<Response | undefined> {
  try {
    const answer = await asked
    await answer.clone().arrayBuffer()
    return awayStatuses.includes(answer.status) ? undefined : answer
  } catch {
    return undefined
  }
}
