import type { Problem } from '#lib/manual/index.ts'
import { describeProblem } from '#sanity/preview/field-titles.ts'
import type { LeftOut, Receipt } from './receipt.ts'

interface Words {
  status: 'success' | 'warning'
  title: string
  description?: string
  /** A link to it on the page. */
  href?: string
}

/**
 * A receipt in words, for a toast.
 *
 * @param name of the document.
 */
export function wordsOf(receipt: Receipt, name: string): Words {
  switch (receipt.state) {
    case 'unknown':
      return warning(
        `Could not check whether readers see “${name}”`,
        `${receipt.why} See /readyz for the site's state.`,
      )
    case 'not shown':
      return warning(
        `Readers do not see “${name}” as it is yet`,
        `After ten seconds the page still does not show revision ${receipt.revision}. /readyz says whether the site hears of changes and ` +
          `can read them; where it runs without npm start, the webhook to /api/revalidate must get through.`,
      )
    case 'shown':
      return wordsOfShown(receipt, name)
  }
}

function wordsOfShown(receipt: Receipt & { state: 'shown' }, name: string): Words {
  const { isPublished, isOnPage, wasOnPage, isInDraft, problems, changed, href } = receipt
  const after = `after ${duration(receipt.afterMs)}`
  const leftOut = receipt.leftOut.map(sentenceOf)
  if (!isPublished)
    return {
      status: 'success',
      title: wasOnPage
        ? `Readers no longer see “${name}”, ${after}`
        : `Readers do not see “${name}”, and did not before`,
    }
  if (problems.length > 0) {
    return warning(
      isOnPage
        ? `Readers see “${name}”, except the fields with errors`
        : `Readers do not see “${name}”: it has errors`,
      [sentencesOf(problems, receipt.number), ...leftOut].join(' '),
    )
  }
  if (leftOut.length > 0)
    return warning(`Readers see “${name}”, but not every section it lists`, leftOut.join(' '))
  return isOnPage
    ? {
        status: 'success',
        title: `“${name}” is live${changed ? `: ${changed}` : ''}`,
        description: [
          `Readers see this, ${after}.`,
          receipt.numberInList &&
            `In the list it is § ${receipt.numberInList}, which counts what is not published yet.`,
        ]
          .filter(Boolean)
          .join(' '),
        ...(href && { href }),
      }
    : warning(
        `Readers do not see “${name}”: the manual does not list it`,
        isInDraft
          ? 'Its draft does: publish the manual.'
          : 'Add it to the sections of the manual, and publish the manual.',
      )
}

const warning = (title: string, description: string): Words => ({ status: 'warning', title, description })

function sentenceOf({ name, reason, problems, number }: LeftOut): string {
  if (reason === 'not published') return `“${name}” is not published yet.`
  if (reason === 'deleted') return `“${name}” was deleted: restore it, or remove its line from the manual.`
  return reason === 'reference'
    ? `“${name}” ${problems[0]?.message}.`
    : `“${name}”: ${sentencesOf(problems, number)}`
}

const sentencesOf = (problems: readonly Problem[], number: number | undefined) =>
  problems
    .map((problem) => describeProblem(problem, number))
    .map(({ field, message }) => `${field || 'It'} ${message}.`)
    .join(' ')

const duration = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)
