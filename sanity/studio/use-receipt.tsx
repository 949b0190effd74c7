import { useToast } from '@sanity/ui/toast'
import type { ReactNode } from 'react'
import {
  concat,
  defer,
  distinctUntilChanged,
  filter,
  map,
  of,
  pairwise,
  switchMap,
  take,
  takeWhile,
  tap,
  type Subscription,
} from 'rxjs'
import { useClient, useDocumentStore, type EditStateFor } from 'sanity'
import { useRouter } from 'sanity/router'
import type { Edition } from '#lib/editions/record.ts'
import { apiVersion } from '#sanity/content/api-version.ts'
import { askOnce } from './ask-once.ts'
import { outlineRows } from './outline.ts'
import { expectedOf, nameLeftOut, readPage, readReceipt, receiptQuery, type Receipt } from './receipt.ts'
import { editionQuery, readEditionNews, wordsOfEdition, wordsOfRecord } from './receipt-edition.ts'
import { Below, BeginRecord, Small, Why } from './receipt-parts.tsx'
import { receiptToast, type ReceiptWords } from './receipt-toast.ts'
import { wordsOf } from './receipt-words.ts'

/**
 * The receipts that are being waited for, by document. Outside of the components, so that they survive
 * leaving a form.
 */
const underWay = new Map<string, Subscription>()

interface Act {
  /** What was done, with the document's name, if the receipt should say more than that readers see it. */
  title?: string
  /** Content of the receipt, such as an Undo button. */
  content?: ReactNode
  /** Whether the draft is deleted too. There may be nothing but a draft. */
  isDeletion?: boolean
  /** Whether the draft is discarded, and what is published stays as it is. */
  isDiscard?: boolean
}

export interface Receipts {
  /**
   * Waits, from the call on, for the published document to change, then says what readers see. Works with any
   * Content Lake, because it reads the page, which is on the Studio's own origin.
   */
  watch: (act?: Act) => void
  /**
   * Says something else in its place: for example that the action was refused. Ends the waiting. The title
   * should name the document, since the author may have moved on to another one.
   *
   * @returns a function that withdraws these words, unless others have taken their place.
   */
  say: (words: ReceiptWords & { title: string }) => () => void
}

/** The receipts of a document, in one toast. */
export function useReceipt(id: string, type: string, name: string): Receipts {
  const client = useClient({ apiVersion })
  const documents = useDocumentStore()
  const { push } = useToast()
  const { navigateIntent } = useRouter()
  const options = { perspective: 'raw', tag: 'receipt' } as const
  const { say, withdraw, isLatest } = receiptToast(push, id)

  // All of these name the document, since the author may have moved on to another one.
  const watch = (act: Act = {}) => {
    const tell = (receipt: Receipt, more?: ReactNode) => {
      const { href, description, status, title } = wordsOf(receipt, name)
      const isDone = status === 'success'
      // Not if the author has published it instead.
      if (isDone && act.isDeletion && !(receipt.state === 'shown' && receipt.isPublished))
        return tellDeleted(title, more)
      say({
        status,
        title: isDone && act.title ? act.title : title,
        description: (
          <>
            {description}{' '}
            {href && (
              <a href={href} target="_blank" rel="noreferrer">
                Open it
              </a>
            )}
            {isDone && act.content && <Below>{act.content}</Below>}
            {more && <Below>{more}</Below>}
          </>
        ),
        // A warning stays until it is closed, or no longer true.
        duration: !isDone ? Infinity : more ? 30_000 : act.content ? 15_000 : 8000,
      })
    }

    // Its form has closed, so the receipt has a link to it.
    const tellDeleted = (readers: string, more?: ReactNode) => {
      const look = () => {
        withdraw()
        navigateIntent('edit', { id, type })
      }
      const description = (
        <>
          {readers}.
          <Below>
            <Small text="See what was in it" onClick={look} />
          </Below>
          {more && <Below>{more}</Below>}
        </>
      )
      say({ status: 'success', title: `“${name}” is deleted`, description, duration: 30_000 })
    }

    const tellDiscarded = (isPublished: boolean) =>
      say({
        status: 'success',
        // Another section, which readers see, may have the same name.
        title: isPublished ? `The draft of “${name}” is discarded` : `The draft “${name}” is deleted`,
        // True as well once a new draft has begun.
        description: isPublished
          ? 'Nothing changes for readers.'
          : 'It is not published, so nothing changes for readers.',
      })

    const tellOfEdition = async (receipt: Receipt, before: EditStateFor['published']) => {
      const news = await readEditionNews(() => client.fetch(editionQuery, { id }, options))
      // Another receipt has taken its place, of this document or of another one.
      if (watching.closed || !isLatest()) return
      const ofRecord = type === 'manual' ? wordsOfRecord(before?.['record'], news) : undefined
      if (news?.state === 'in') tellWhy(receipt, news.edition, ofRecord)
      else if (ofRecord) tell(receipt, ofRecord)
      else if (news?.state === 'withdrawn') tell(receipt, wordsOfEdition(news))
      // Toasts are rendered outside the router, so they cannot use its links.
      const begin = () => navigateIntent('edit', { id: 'manual', type: 'manual', path: 'record' })
      if (news?.state === 'off' && news.askAbout && askOnce(news.askAbout))
        tell(receipt, <BeginRecord onBegin={begin} onClose={withdraw} />)
    }
    const tellWhy = (receipt: Receipt, edition: Edition, ofRecord?: string) =>
      tell(
        receipt,
        <>
          {ofRecord && <p style={{ margin: '0 0 0.75rem' }}>{ofRecord}</p>}
          <Why
            edition={edition}
            onSaved={({ reason, correction }) =>
              tellWhy(receipt, { ...edition, reason, isCorrection: correction }, ofRecord)
            }
          />
        </>,
      )

    const tellOfReaders = (before: EditStateFor['published']) => {
      const read = () =>
        readReceipt(
          async (signal) =>
            expectedOf(await client.fetch(receiptQuery, { id }, { ...options, signal }), id, before),
          readPage,
        ).then((receipt) => nameLeftOut(client, receipt))
      // The published documents, now and after each change by anyone.
      const changes = outlineRows(documents).pipe(
        map((rows) => JSON.stringify(rows.filter(({ _id }) => !_id.startsWith('drafts.')))),
        distinctUntilChanged(),
      )
      const isSuccess = (receipt: Receipt) => wordsOf(receipt, name).status === 'success'
      return defer(read).pipe(
        tap((receipt) => tell(receipt)),
        switchMap((receipt) =>
          isSuccess(receipt)
            ? tellOfEdition(receipt, before)
            : // After a warning, the page is read again at each change, until it is as it should be.
              concat(of(receipt), changes.pipe(switchMap(read))).pipe(
                takeWhile((receipt) => !isSuccess(receipt), true),
                pairwise(),
                tap(([before, receipt]) => {
                  if (isSuccess(receipt)) withdraw()
                  else if (wordsOf(receipt, name).description !== wordsOf(before, name).description)
                    tell(receipt)
                }),
              ),
        ),
      )
    }

    underWay.get(id)?.unsubscribe()
    const watching = documents.pair
      .editState(id, type)
      .pipe(
        filter(({ ready }) => ready),
        distinctUntilChanged((one, other) => isSame(one, other, act)),
        pairwise(),
        take(1),
        switchMap(([{ published }, after]) => {
          if (act.isDiscard && after.published?._rev === published?._rev) {
            tellDiscarded(published !== null)
            return of(undefined)
          }
          if (!published && act.isDeletion) {
            tellDeleted('Readers did not see it')
            return of(undefined)
          }
          say({ status: 'info', title: `“${name}”: reading the page…`, duration: Infinity })
          return tellOfReaders(published)
        }),
      )
      .subscribe()
    underWay.set(id, watching)
  }

  return {
    watch,
    say: (words) => {
      underWay.get(id)?.unsubscribe()
      return say(words)
    },
  }
}

/**
 * Whether the published revision is the same. When the draft is discarded, or deleted with nothing published,
 * whether there still is a draft.
 */
const isSame = (one: EditStateFor, other: EditStateFor, { isDeletion, isDiscard }: Act) =>
  one.published?._rev === other.published?._rev &&
  (!(isDiscard || (isDeletion && !one.published)) || Boolean(one.draft) === Boolean(other.draft))
