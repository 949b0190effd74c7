import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

interface Answer<Page> {
  page: Page
  status: number
  headers: OutgoingHttpHeaders
  until: number
}

/** Milliseconds for which an answer is reused without asking Next.js. */
const life = 1000

/** More addresses than the site has. Others are not found, and anybody can ask for any number of them. */
const mostAnswers = 100

/**
 * What Next.js answered within the last second. Next's cache alone decides what is current (docs/decisions/002-one-cache-owner.md): this
 * keeps only what Next.js has cached itself, for at most a second, and nothing beyond the beginning or the end of a revalidation. Every
 * revalidation passes through this process, so the reader after one never gets what was there before it.
 */
export class RecentAnswers<Page> {
  readonly #answers = new Map<string, Answer<Page>>()
  /** Changes with every revalidation: an answer that was requested before one is not kept after it. */
  #generation = 0

  /** The latest page for that address; its status and headers are set on the response. */
  get(url: string, response: ServerResponse): Page | undefined {
    const answer = this.#answers.get(url)
    if (!answer || answer.until < performance.now()) return undefined
    response.statusCode = answer.status
    for (const [name, value] of Object.entries(answer.headers))
      if (value !== undefined) response.setHeader(name, value)
    return answer.page
  }

  /** Called when Next.js is asked; returns what to call with its answer, before that is changed for its reader. */
  keeper(url: string, response: ServerResponse): (page: Page) => void {
    const generation = this.#generation
    return (page) => {
      const isKeptByNext = response.getHeader('x-nextjs-cache') === 'HIT'
      if (!isKeptByNext || url.includes('?') || generation !== this.#generation) return
      if (this.#answers.size >= mostAnswers) this.#answers.clear()
      const { statusCode: status } = response
      this.#answers.set(url, {
        page,
        status,
        headers: response.getHeaders(),
        until: performance.now() + life,
      })
    }
  }

  /** Forgets everything now, and again when that response has been sent. */
  endWith(response: ServerResponse): void {
    const forget = () => {
      this.#generation += 1
      this.#answers.clear()
    }
    forget()
    const { end } = response
    response.end = ((...args: Parameters<typeof end>) => {
      forget()
      return end.apply(response, args)
    }) as typeof end
  }
}
