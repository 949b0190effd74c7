import { urlSearchParamPreviewPerspective } from '@sanity/preview-url-secret/constants'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache, type ReactNode } from 'react'
import { draftEditionOf } from '#components/editions/page-edition.tsx'
import { textOf } from '#lib/editions/text.ts'
import { loadEditions, loadEditionsForAuthor } from '#sanity/editions/load.ts'
import { ManualPage } from '#components/manual-page.tsx'
import { hasEnded, whatThisIs, whatWouldChange } from '#components/preview/bar-words.tsx'
import { ChangesPage, countChanges } from '#components/preview/changes.tsx'
import { FieldLink } from '#components/preview/field-link.tsx'
import { LiveUpdates } from '#components/preview/live-updates.tsx'
import { Brief, PreviewBar } from '#components/preview/preview-bar.tsx'
import { PreviewProblemPage } from '#components/preview/preview-problem-page.tsx'
import {
  BriefProblem,
  GuestNotice,
  ProblemNotice,
  sentenceForGuests,
} from '#components/preview/problem-notice.tsx'
import { WayToChanges } from '#components/preview/way-to-changes.tsx'
import { readEnv } from '#lib/env.ts'
import { privateClient } from '#sanity/content/client.ts'
import { warnOfDrafts } from '#sanity/content/explain.ts'
import { readersLanguage } from '#sanity/content/language.ts'
import { loadIdentity, loadManual } from '#sanity/content/load.ts'
import { descriptionOf, titleOf } from '#lib/formats/index.ts'
import {
  directionOf,
  isBlank,
  languageOf,
  noEdit,
  utcDay,
  type DocumentProblems,
  type Problem,
  type ParsedManual,
} from '#lib/manual/index.ts'
import { previewAccess } from '#sanity/preview/access.ts'
import { studioPath } from '#sanity/content/paths.ts'
import { clickToEdit } from '#sanity/preview/click-to-edit.ts'
import { describeProblem, fieldTitle } from '#sanity/preview/field-titles.ts'
import { loadDraft } from '#sanity/preview/load-draft.ts'
import { asDeleted, nameDeleted } from '#sanity/preview/name-deleted.ts'
import { mayHaveAccess } from '#sanity/preview/seal.ts'
import { PublishedPage } from '../published-page.tsx'
import { VisualEditing } from './visual-editing.tsx'

/** A build has no draft to show. */
export const dynamic = 'force-dynamic'

/** Once per request, which needs it for the page's title and for the page. */
const once = { access: cache(previewAccess), draft: cache(loadDraft) }

interface Props {
  searchParams: Promise<Record<string, string | string[]>>
}

/** Whether the Studio's preview is set to show what is published. */
const showsPublished = async (params: Props['searchParams']) =>
  (await params)[urlSearchParamPreviewPerspective] === 'published'

/** The draft's own title and description, where it is shown. */
export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const hidden: Metadata = { robots: 'noindex, nofollow', referrer: 'same-origin' }
  try {
    const isShown =
      ['author', 'shared'].includes(await once.access()) && !(await showsPublished(searchParams))
    if (!isShown) return hidden
    const { opening } = (await once.draft()).manual
    return { ...hidden, title: titleOf(opening), description: descriptionOf(opening) }
  } catch {
    // The page says what is wrong.
    return hidden
  }
}

/**
 * What a browser with the cookie of a preview gets at `/`, by a rewrite in next.config.ts: the draft, if it
 * may see it. None of this is part of the readers' page, and nothing here is ever cached. With `?changes` it
 * gets what publishing the draft would change. The Studio's preview gets a page in any case, which says what it
 * is: without one, the Studio would take the preview for broken.
 */
export default async function DraftPage({ searchParams }: Props) {
  const access = await once.access().catch((error: Error) => error)
  if (access instanceof Error)
    return (
      <>
        {withoutDraft(access, false)}
        <VisualEditing showsPublished={await showsPublished(searchParams)} />
      </>
    )
  if (access === 'author' || access === 'shared') {
    const canEdit = access === 'author'
    const isPublished = await showsPublished(searchParams)
    return (
      <>
        {isPublished ? (
          <PublishedPage
            banner={bar(<Brief before="You are looking at ">the published page</Brief>, {
              canEdit,
              follows: 'publish',
            })}
          />
        ) : (
          <Draft canEdit={canEdit} showsChanges={'changes' in (await searchParams)} />
        )}
        {canEdit && <VisualEditing showsPublished={isPublished} />}
      </>
    )
  }
  if (access === 'revoked') return <PublishedPage banner={<PreviewBar isOver>{hasEnded}</PreviewBar>} />
  if (access === 'ended')
    return (
      <>
        <PublishedPage
          banner={
            <PreviewBar isOver controls={reopen}>
              {hasEnded}
            </PreviewBar>
          }
        />
        <VisualEditing showsPublished={await showsPublished(searchParams)} />
      </>
    )
  if ((await headers()).get('sec-fetch-dest') === 'iframe')
    return (
      <>
        <PreviewBar isOver isLeft controls={reopen}>
          <Brief rest=" in another window, or it has ended.">This preview was left</Brief>
        </PreviewBar>
        <PreviewProblemPage
          problem="ended"
          identity={await loadIdentity()}
          language={await readersLanguage()}
        />
        <VisualEditing showsPublished={await showsPublished(searchParams)} />
      </>
    )
  // Without any such cookie, somebody came by this route's own address. Otherwise it is that of another site
  // on this host.
  if (!mayHaveAccess((await headers()).get('cookie'))) redirect('/')
  return <PublishedPage />
}

async function Draft({ canEdit, showsChanges }: { canEdit: boolean; showsChanges: boolean }) {
  const loaded = await once.draft().catch((error: Error) => error)
  if (loaded instanceof Error) return withoutDraft(loaded, canEdit)
  const draft = canEdit
    ? { ...loaded, problems: await nameDeleted(privateClient(), loaded.problems, asDeleted) }
    : loaded
  const editFor = canEdit ? clickToEdit : () => noEdit
  const describeIn = ({ documentId, number }: DocumentProblems) => {
    const section = draft.manual.sections.find(({ _id }) => _id === documentId)
    return (problem: Problem) => describeProblem(problem, number ?? section?.number)
  }
  const problemNotice = (document: DocumentProblems, id?: string) =>
    canEdit ? (
      <ProblemNotice
        document={document}
        id={id}
        fieldHref={fieldHref}
        describe={describeIn(document)}
        edit={editFor({ id: document.documentId, type: document.documentType })}
      />
    ) : (
      <GuestNotice document={document} id={id} />
    )
  const briefProblem = (document: DocumentProblems) =>
    canEdit ? (
      <BriefProblem document={document} describe={describeIn(document)} />
    ) : (
      sentenceForGuests(document)
    )
  // The document around the page is in the language of what readers see; the list of changes is for its
  // author, and in English.
  const language = showsChanges ? 'en' : languageOf(draft.manual.opening)
  const published = await readersManual()
  const count = countChanges(published, draft)
  const page = showsChanges ? (
    <ChangesPage
      {...draft}
      published={published}
      problemNotice={problemNotice}
      editFor={editFor}
      fieldTitle={fieldTitle}
      {...(canEdit && { fieldHref })}
      banner={bar(whatWouldChange(canEdit), {
        canEdit,
        toggle: (
          <WayToChanges href="/">
            <Brief before="Show ">the page</Brief>
          </WayToChanges>
        ),
      })}
    />
  ) : (
    <ManualPage
      manual={draft.manual}
      revision={draft.revision}
      problems={draft.problems}
      problemNotice={problemNotice}
      briefProblem={briefProblem}
      editFor={editFor}
      state="draft"
      isForGuest={!canEdit}
      edition={await draftEdition(draft, canEdit)}
      today={utcDay()}
      banner={bar(whatThisIs(canEdit, count, draft.problems.length > 0), {
        canEdit,
        toggle: count > 0 && (
          <WayToChanges href="/?changes">{count === 1 ? 'See it' : 'See them'}</WayToChanges>
        ),
      })}
    />
  )
  return (
    <div lang={language} dir={directionOf(language)} style={{ display: 'contents' }}>
      {page}
    </div>
  )
}

/**
 * Which edition the draft would be, where a record is kept, and what it would change. A private record is its
 * author's to see. Nothing is marked while nothing is published: everything would be.
 */
async function draftEdition({ manual, unavailableIds, brokenParts }: ParsedManual, canEdit: boolean) {
  const editions = await (canEdit ? loadEditionsForAuthor() : loadEditions())
  const published = await readersManual()
  const latest = editions?.latest
  const before = latest
    ? editions.texts.get(latest.number)
    : published && !isBlank(published) && textOf(published)
  if (!before) return undefined
  const previous = editions?.list.find(({ number }) => number + 1 === latest?.number)
  const previousText = previous && editions?.texts.get(previous.number)
  return draftEditionOf({
    latest,
    before,
    previous: previousText && { edition: previous, text: previousText },
    manual,
    text: textOf(manual, unavailableIds, before, brokenParts),
    published,
    now: Date.now(),
    isPublic: (await loadEditions()) !== undefined,
  })
}

/** The content API did not answer. */
function withoutDraft(error: Error, canEdit: boolean) {
  warnOfDrafts(error, readEnv())
  const text = `The draft could not be loaded${canEdit ? '; the server’s log says why' : ''}. You are seeing what readers see.`
  return <PublishedPage banner={bar(text, { canEdit })} />
}

/** For an author, in the Studio. */
const reopen = (
  <FieldLink href={`${studioPath}/presentation`}>
    <Brief>Open it again</Brief>
  </FieldLink>
)

/**
 * What readers are given, loaded the way it is for them; `undefined` while they have never been given
 * anything.
 */
async function readersManual() {
  const loaded = await loadManual()
  return loaded.state === 'unseen' ? undefined : loaded.manual
}

interface Controls {
  canEdit: boolean
  toggle?: ReactNode
  follows?: 'edit' | 'publish'
}

const bar = (text: ReactNode, { canEdit, toggle, follows = 'edit' }: Controls) => (
  <PreviewBar
    controls={
      <>
        {toggle}
        <LiveUpdates follows={follows} {...(canEdit && { reopenAt: `${studioPath}/presentation` })} />
      </>
    }
  >
    {text}
  </PreviewBar>
)

/** The field's form in the Studio. */
const fieldHref = (id: string, type: string, path: string) =>
  `${studioPath}/intent/edit/${[`id=${id}`, `type=${type}`, path && `path=${encodeURIComponent(path)}`].filter(Boolean).join(';')}/`
