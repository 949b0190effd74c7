import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

interface Answer<Page> {
  page: Page
  status: number
  headers: OutgoingHttpHeaders
}

/** More addresses than the site has. Others are not found, and anybody can ask for any number of them. */
const maxAnswers = 100

/**
 * What Next.js answered at one generation of the content. It keeps only what Next.js keeps itself, and
 * nothing of an earlier generation (docs/decisions/006-responses-are-reused.md).
 */
export class RecentAnswers<Page> {
  readonly #answers = new Map<string, Answer<Page>>()
  #generation = 0

  /** The page for that address; its status and headers are set on the response. */
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
   * Called with the answer of Next.js, before it is changed for its reader, and the generation at which it
   * was asked for.
   */
  keep(generation: number, url: string, response: ServerResponse, page: Page): void {
    const isKeptByNext = response.getHeader('x-nextjs-cache') === 'HIT'
    if (!isKeptByNext || url.includes('?') || generation < this.#generation) return
    if (generation > this.#generation || this.#answers.size >= maxAnswers) this.#answers.clear()
    this.#generation = generation
    this.#answers.set(url, { page, status: response.statusCode, headers: response.getHeaders() })
  }
}
