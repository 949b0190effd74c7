import type { DocumentProblems, Problem } from '#lib/manual/index.ts'

/** Turns a problem into words: which field, and what is wrong with it. */
export type Describe = (problem: Problem) => { field: string; message: string }

/** Names fields by their path, when no titles are given: `readings[_key=="building"].subject`. */
const byPath: Describe = ({ path, message }) => ({ field: path, message })

/** The messages of `lib/manual/fields.ts` for fields in which nothing is written yet. */
const isUnwritten = ({ message }: Problem) => /^(is missing|is empty|has no entries)$/.test(message)

/** Whether the only problem is that the manual lists a section that is not published. */
const isUnpublished = ({ problems: [problem, ...others] }: DocumentProblems) =>
  problem !== undefined &&
  others.length === 0 &&
  /^leads to ".+", which is not published/.test(problem.message)

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
    const unpublished = fresh.filter(isUnpublished).length
    const [unwritten = [], wrong = []] = [true, false].map((expected) =>
      fresh.filter((document) => !isUnpublished(document) && isBlank(document) === expected),
    )
    if (unwritten.length > 0)
      console.info(
        `Nothing is written yet, so that readers do not see it: ${unwritten.map(this.#fields).join('; ')}`,
      )
    // Unpublished sections have names in drafts only, which the readers' client cannot read.
    if (unpublished > 0)
      console.info(
        `Readers do not see ${unpublished === 1 ? 'one section' : `${unpublished} sections`} of the manual's list, not published yet: the Studio's list has the names`,
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
