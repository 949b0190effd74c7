import type { DocumentProblems, Problem } from '#lib/manual/index.ts'

/** Turns a problem into words: which field, and what is wrong with it. */
export type Describe = (problem: Problem) => { field: string; message: string }

/** Names fields by their path, when no titles are given: `readings[_key=="building"].subject`. */
const byPath: Describe = ({ path, message }) => ({ field: path, message })

/** The messages of `lib/manual/fields.ts` for fields in which nothing is written yet. */
const isUnwritten = ({ message }: Problem) => /^(is missing|is empty|has no entries)$/.test(message)

/** The id of a section that the manual lists but that is not published. */
const unpublishedId = ({ problems: [problem, ...others] }: DocumentProblems) =>
  problem && others.length === 0
    ? /^leads to "(.+)", which is not published/.exec(problem.message)?.[1]
    : undefined

/** Logs, for the operator, what readers do not get. Each problem is logged once, until it is solved. */
export class ProblemLog {
  readonly #describe: Describe
  #known = new Set<string>()

  constructor(describe: Describe = byPath) {
    this.#describe = describe
  }

  report(documents: readonly DocumentProblems[]): void {
    const found = documents.flatMap((document) =>
      document.problems.map((problem) => keyOf(document, problem)),
    )
    const fresh = documents
      .map((document) => ({
        ...document,
        problems: document.problems.filter((problem) => !this.#known.has(keyOf(document, problem))),
      }))
      .filter(({ problems }) => problems.length > 0)
    this.#known = new Set(found)
    // A blank manual gets one line, not a list of mistakes. An incomplete entry in a section is a mistake.
    const unpublished = fresh.flatMap((document) => unpublishedId(document) ?? [])
    const [unwritten = [], wrong = []] = [true, false].map((expected) =>
      fresh.filter((document) => !unpublishedId(document) && isBlank(document) === expected),
    )
    if (unwritten.length > 0)
      console.info(
        `Nothing is written yet, so that readers do not see it: ${unwritten.map(this.#fields).join('; ')}`,
      )
    if (unpublished.length > 0)
      console.info(
        `Listed in the manual and not published, so that readers do not see them: ${unpublished.join(', ')}`,
      )
    for (const document of wrong) console.warn(this.#line(document))
  }

  readonly #fields = ({ label, problems }: DocumentProblems) =>
    `${label} (${problems.map((problem) => this.#describe(problem).field).join(', ')})`

  #line({ documentId, label, isShown, problems }: DocumentProblems): string {
    const what = isShown ? 'Parts are left out for readers' : 'A section is left out for readers'
    const words = problems.map((problem) => {
      const { field, message } = this.#describe(problem)
      return `${field} ${message}`.trim()
    })
    return `${what}: "${label}" (${documentId}): ${words.join('; ')}`
  }
}

/** Whether the only problems are empty fields of the document itself. */
const isBlank = ({ problems }: DocumentProblems) =>
  problems.every((problem) => problem.place.length === 1 && isUnwritten(problem))

const keyOf = ({ documentId, isShown }: DocumentProblems, { path, message }: Problem) =>
  JSON.stringify([documentId, isShown, path, message])
