import { Fragment, type ReactNode } from 'react'
import {
  entryAnchors,
  languageOf,
  noEdit,
  titleBlockOf,
  type DocumentProblems,
  type Edit,
  type Manual,
  type Section,
  wordsIn,
} from '#lib/manual/index.ts'
import { Contents } from './contents.tsx'
import { Opening } from './opening.tsx'
import { RunningHead } from './running-head.tsx'
import { renderSection } from './sections/index.tsx'
import { Sheet } from './sheet.tsx'
import { TitleBlock } from './title-block.tsx'

interface Props {
  manual: Manual
  /** `revisionOf(manual)`, quoted in the title block. */
  revision: string
  /** Where the manual is published, for the title block and for the owner's h-card. */
  siteUrl?: string | undefined
  /** Drafts only: what could not be shown, in its place, with what is wrong. */
  problems?: readonly DocumentProblems[]
  /** Drafts only: shows what is wrong. The draft passes it in, so that readers' pages carry none of it, not even its style. */
  problemNotice?: (document: DocumentProblems) => ReactNode
  /** Drafts only: the attributes by which the Studio finds a text's field. Readers get none. */
  editFor?: (source: { id: string; type: string }) => Edit
  state?: 'published' | 'draft'
  /** Drafts only: comes before everything else. */
  banner?: ReactNode
  /** The day on which it is read, `YYYY-MM-DD`. With it, readings that have not been confirmed for a long time say so. */
  today?: string | undefined
}

/** The whole manual. The code reads as its outline: the running head, the opening and its contents, the sections, the title block. */
export function ManualPage({
  manual,
  revision,
  siteUrl,
  problems = [],
  problemNotice = () => null,
  editFor = () => noEdit,
  state = 'published',
  banner,
  today,
}: Props) {
  const { opening, sections } = manual
  const language = languageOf(opening)
  const anchors = entryAnchors(sections)
  const edit = editFor({ id: manual._id, type: 'manual' })
  return (
    <>
      {banner}
      <RunningHead opening={opening} edit={edit} today={today} />
      <Sheet>
        <Opening manual={manual} edit={edit} siteUrl={siteUrl} />
        <Contents sections={sections} language={language} />
        {problems
          .filter(({ position }) => position === undefined)
          .map((document) => (
            <Fragment key={document.documentId}>{problemNotice(document)}</Fragment>
          ))}
        {inOrder(sections, problems).map((item) =>
          'problems' in item ? (
            <Fragment key={`${item.position} ${item.documentId}`}>{problemNotice(item)}</Fragment>
          ) : (
            renderSection({
              section: item,
              anchors: anchors.get(item._id) ?? [],
              manual,
              language,
              today,
              edit: editFor({ id: item._id, type: item._type }),
            })
          ),
        )}
      </Sheet>
      <TitleBlock
        {...titleBlockOf(manual)}
        {...(state === 'draft' && { status: wordsIn(language).draft })}
        revision={revision}
        siteUrl={siteUrl}
        hasFormats
      />
    </>
  )
}

/**
 * The sections in the order of the manual's references and, each at its place among them, the documents that are not shown, or not in
 * full: what is wrong with a section that is shown comes before it.
 */
function inOrder(sections: readonly Section[], problems: readonly DocumentProblems[]) {
  const rest = [...sections]
  const placed = problems
    .flatMap((problem) => (problem.position === undefined ? [] : [{ at: problem.position, problem }]))
    .toSorted((a, b) => a.at - b.at)
  const items: (Section | DocumentProblems)[] = []
  let at = 0
  for (const { at: place, problem } of placed) {
    // Every reference before it, but for those that are not shown, is a section.
    items.push(...rest.splice(0, place - at))
    items.push(problem)
    at = problem.isShown ? place : place + 1
  }
  return [...items, ...rest]
}
