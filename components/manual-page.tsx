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
  /** `revisionOf(manual)`, quoted in the title block. */
  revision: string
  /** Where the manual is published, for the title block and for the owner's h-card. */
  siteUrl?: string | undefined
  /** Drafts only: what could not be shown, in its place, with what is wrong. */
  problems?: readonly DocumentProblems[]
  /**
   * Drafts only: shows what is wrong. The draft passes it in, so that readers' pages carry none of it, not
   * even its style.
   */
  problemNotice?: (document: DocumentProblems) => ReactNode
  /** Drafts only: the attributes by which the Studio finds a text's field. Readers get none. */
  editFor?: (source: { id: string; type: string }) => Edit
  state?: 'published' | 'draft'
  /** Drafts only: comes before everything else, and stands at the foot of the window. */
  banner?: ReactNode
  /**
   * The day on which it is read, `YYYY-MM-DD`. With it, readings that have not been confirmed for a long time
   * say so.
   */
  today?: string | undefined
  /** The edition that it is, or would be, where a record is kept and its reader may see it. */
  edition?: PageEdition | undefined
  /** Comes before the opening: that this is not how the manual reads now. */
  notice?: ReactNode
}

/** What the page says of its edition. */
export interface PageEdition extends BlockEdition {
  /** What is marked; nothing in the first edition, in which all is new, and in a past one. */
  marked?: MarkedChanges | undefined
}

/**
 * The whole manual. The code reads as its outline: the contents, the head with the title block, the opening,
 * the sections, the foot.
 */
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
  edition,
  notice,
}: Props) {
  const { opening, sections } = manual
  const language = languageOf(opening)
  const anchors = entryAnchors(sections)
  const entries = new Set([...anchors.values()].flat())
  const edit = editFor({ id: manual._id, type: 'manual' })
  const block = { ...titleBlockOf(manual, today), revision }
  const marked = edition?.marked
  const openingMarks = marked && openingMarksOf(manual, marked, language)
  const retired = marked && retiredSections(manual, marked, language)
  const retiredAt = (place: number) =>
    (retired?.get(place) ?? []).map((mark) => <RetiredSection key={mark.number} mark={mark} />)
  // A draft has not been published on any day.
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
          isDraft={state === 'draft'}
        />
        {problems
          .filter(({ position }) => position === undefined)
          .map((document) => (
            <Fragment key={document.documentId}>{problemNotice(document)}</Fragment>
          ))}
        {(problems.length > 0 ? inOrder(sections, problems) : partsOf(manual)).map((item) =>
          'problems' in item ? (
            <Fragment key={`${item.position} ${item.documentId}`}>{problemNotice(item)}</Fragment>
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
 * The sections in the order of the manual's references and, each at its place among them, the documents that
 * are not shown, or not in full: what is wrong with a section that is shown comes before it.
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
