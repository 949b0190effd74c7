import { Fragment, type ReactNode } from 'react'
import {
  entryAnchors,
  isAvailable,
  languageOf,
  noEdit,
  partsOf,
  titleBlockOf,
  type DocumentProblems,
  type Edit,
  type Manual,
  type Section,
  type Unavailable,
  wordsIn,
} from '#lib/manual/index.ts'
import { Contents } from './contents.tsx'
import { marksOf, openingMarksOf, retiredSections, type MarkedChanges } from './editions/marks.tsx'
import { Foot } from './foot.tsx'
import { Head } from './head.tsx'
import { Opening } from './opening.tsx'
import { renderSection } from './sections/index.tsx'
import { RetiredSection, UnavailableSection } from './sections/section-frame.tsx'
import { Sheet } from './sheet.tsx'
import type { BlockEdition } from './title-block.tsx'

interface Props {
  manual: Manual
  /** `revisionOf(manual)`, shown in the title block or the footer. */
  revision: string
  /** The address of the manual, for the footer and the owner's h-card. */
  siteUrl?: string | undefined
  /** Drafts only: the documents that cannot be shown, or not in full, and what is wrong with each. */
  problems?: readonly DocumentProblems[]
  /**
   * Drafts only: renders a problem, with this id, if the contents link to it. Passed in by the draft's page,
   * so that readers' pages contain none of its markup or CSS.
   */
  problemNotice?: (document: DocumentProblems, id?: string) => ReactNode
  /** Drafts only: the problem in one sentence, for the contents. */
  briefProblem?: (document: DocumentProblems) => ReactNode
  /** Drafts only: the data attributes by which the Presentation tool finds a text's field. */
  editFor?: (source: { id: string; type: string }) => Edit
  state?: 'published' | 'draft'
  /** Drafts only: a guest of a shared preview is not told what to write. */
  isForGuest?: boolean
  /** Drafts only: the preview bar. First in the document, displayed at the bottom of the window. */
  banner?: ReactNode
  /** Today, `YYYY-MM-DD`. If given, readings that have not been confirmed for too long say so. */
  today?: string | undefined
  /**
   * The edition of this text, if readers may see the record; in a draft, the edition that it would become.
   */
  edition?: PageEdition | undefined
  /** Text before the opening, for a page that shows an edition rather than the current manual. */
  notice?: ReactNode
}

/** The edition as the page shows it. */
export interface PageEdition extends BlockEdition {
  /**
   * Changes to mark. Absent in the first edition, in which everything is new, and on the page of an edition.
   */
  marked?: MarkedChanges | undefined
}

/** The page of the manual: contents, header with title block, opening, sections, footer. */
export function ManualPage({
  manual,
  revision,
  siteUrl,
  problems = [],
  problemNotice = () => null,
  briefProblem = () => null,
  editFor = () => noEdit,
  state = 'published',
  isForGuest = false,
  banner,
  today,
  edition,
  notice,
}: Props) {
  const { opening, sections } = manual
  const language = languageOf(opening)
  const anchors = entryAnchors(sections)
  const entries = new Set([...anchors.values()].flat())
  const fragmentOf = ({ number, anchor }: Unavailable) =>
    anchor && !entries.has(anchor) ? anchor : `_missing-${number}`
  const notices = new Map(
    manual.unavailable.flatMap((part) => {
      const problem = problems.find(({ number }) => number === part.number)
      const notice = problem && { fragment: fragmentOf(part), text: briefProblem(problem) }
      return notice ? [[part.number, notice] as const] : []
    }),
  )
  const edit = editFor({ id: manual._id, type: 'manual' })
  const block = { ...titleBlockOf(manual, today), revision }
  const marked = edition?.marked
  const openingMarks = marked && openingMarksOf(manual, marked, language)
  const retired = marked && retiredSections(manual, marked, language)
  const retiredAt = (place: number) =>
    (retired?.get(place) ?? []).map((mark) => <RetiredSection key={mark.number} mark={mark} />)
  // A draft has no publication date.
  const draft = { ...block, status: wordsIn(language).draft, isUsual: false, publishedAt: undefined }
  return (
    <>
      {banner}
      <Sheet
        language={language}
        before={
          <>
            <Contents
              manual={manual}
              changed={new Set(marked?.changes.map(({ section }) => section))}
              isDraft={state === 'draft'}
              notices={notices}
              isPast={notice !== undefined}
            />
            <Head
              opening={opening}
              block={state === 'draft' ? draft : block}
              edition={edition}
              marks={openingMarks}
              edit={edit}
              today={today}
            />
          </>
        }
        after={
          <Foot
            siteUrl={siteUrl}
            language={language}
            revision={edition && revision}
            hasEditions={edition?.href !== undefined}
          />
        }
      >
        {notice}
        <Opening
          manual={manual}
          marks={openingMarks}
          edit={edit}
          siteUrl={siteUrl}
          isDraft={state === 'draft' && !isForGuest}
        />
        {problems
          .filter(({ position }) => position === undefined)
          .map((document) => (
            <Fragment key={document.documentId}>{problemNotice(document)}</Fragment>
          ))}
        {(problems.length > 0 ? inOrder(sections, problems) : partsOf(manual)).map((item) =>
          'problems' in item ? (
            <Fragment key={`${item.position} ${item.documentId}`}>
              {problemNotice(item, notices.get(item.number ?? NaN)?.fragment)}
            </Fragment>
          ) : isAvailable(item) ? (
            <Fragment key={item._id}>
              {retiredAt(sections.indexOf(item))}
              {renderSection({
                section: marked ? { ...item, marks: marksOf(item, marked, language) } : item,
                anchors: anchors.get(item._id) ?? [],
                manual,
                language,
                today,
                edit: editFor({ id: item._id, type: item._type }),
              })}
            </Fragment>
          ) : (
            <UnavailableSection
              key={item.number}
              number={item.number}
              anchor={item.anchor && !entries.has(item.anchor) ? item.anchor : undefined}
              language={language}
              isPast={notice !== undefined}
            />
          ),
        )}
        {retiredAt(sections.length)}
      </Sheet>
    </>
  )
}

/**
 * Merges the sections, in the order of the manual's references, with the documents that cannot be shown, or
 * not in full, each at its position among them. The problems of a section that is shown come before it.
 */
function inOrder(sections: readonly Section[], problems: readonly DocumentProblems[]) {
  const rest = [...sections]
  const placed = problems
    .flatMap((problem) => (problem.position === undefined ? [] : [{ at: problem.position, problem }]))
    .toSorted((a, b) => a.at - b.at)
  const items: (Section | DocumentProblems)[] = []
  let at = 0
  for (const { at: place, problem } of placed) {
    // All remaining references before this position are sections that are shown.
    items.push(...rest.splice(0, place - at))
    items.push(problem)
    at = problem.isShown ? place : place + 1
  }
  return [...items, ...rest]
}
