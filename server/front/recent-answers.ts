import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

interface Answer<Page> {
  page: Page
  status: number
  headers: OutgoingHttpHeaders
}

/**
 * More than the addresses a site has, and a limit for memory, since anybody can ask for any number of others.
 */
const maxAnswers = 100

/**
 * Next's answers at one generation of the content, by address. Only answers that Next.js itself caches are
 * kept; a new generation clears them all (docs/decisions/006-responses-are-reused.md).
 */
export class RecentAnswers<Page> {
  readonly #answers = new Map<string, Answer<Page>>()
  #generation = 0

  /** The page at this address, if it is kept. Sets its status and headers on the response. */
  get(generation: number, url: string, response: ServerResponse): Page | undefined {
    if (generation !== this.#generation) return undefined
    const answer = this.#answers.get(url)
    if (!answer) return undefined
    response.statusCode = answer.status
    for (const [name, value] of Object.entries(answer.headers))
      if (value !== undefined) response.setHeader(name, value)
    return answer.page
  }

  /**
   * Keeps an answer of Next.js. Call it before the headers are adapted to one reader.
   *
   * @param generation the generation when the page was requested.
   */
  keep(generation: number, url: string, response: ServerResponse, page: Page): void {
    const isKeptByNext = response.getHeader('x-nextjs-cache') === 'HIT'
    if (!isKeptByNext || url.includes('?') || generation < this.#generation) return
    if (generation > this.#generation || this.#answers.size >= maxAnswers) this.#answers.clear()
    this.#generation = generation
    this.#answers.set(url, { page, status: response.statusCode, headers: response.getHeaders() })
  }
}
