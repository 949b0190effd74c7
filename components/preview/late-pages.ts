/** Milliseconds until a page that did not come is asked for again. */
const retryMs = 1000
/** A proxy answers with these while the server is away, and the server while it starts. */
const awayStatuses = [502, 503, 504]

/**
 * Has Next.js wait for a server that is away while it renders a page again, as long as that takes. By itself it
 * would leave the page for the browser's own error page, from which nothing leads back.
 *
 * @returns what ends it.
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

/** An answer of which nothing is missing; `undefined` where the server is away, or went away in its middle. */
async function wholeAnswer(asked: Promise<Response>): Promise<Response | undefined> {
  try {
    const answer = await asked
    await answer.clone().arrayBuffer()
    return awayStatuses.includes(answer.status) ? undefined : answer
  } catch {
    return undefined
  }
}
