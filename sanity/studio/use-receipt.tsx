import { Button } from '@sanity/ui'
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
import { editionId } from '#lib/editions/stored.ts'
import { useClient, useDocumentStore } from 'sanity'
import { useRouter } from 'sanity/router'
import { apiVersion } from '#sanity/content/api-version.ts'
import { outlineRows } from './outline.ts'
import { askWhy } from './editions/why-dialog.tsx'
import { expectedOf, readPage, readReceipt, receiptQuery, type Receipt } from './receipt.ts'
import { editionQuery, readEditionNews, wordsOfEdition, type EditionNews } from './receipt-edition.ts'
import { wordsOf } from './receipt-words.ts'

/**
 * What this tab has asked for and still waits for, by document. It is outside the components, so that leaving
 * a form loses nothing.
 */
const underWay = new Map<string, Subscription>()

/** A duration by which Sanity's toasts are told to go. */
const withdrawn = 0.01

interface Act {
  /** What was done, when a receipt is to say more than that readers see it. */
  title?: string
  /** Stands in the receipt, such as a button to undo the act. */
  content?: ReactNode
}

/**
 * Watches, from the call on, for the published document to change, then says in a toast what readers see. It
 * works the same with any Content Lake; the Studio is on the site's own origin, and so is the page it reads.
 *
 * @returns what begins to watch. That returns a function which ends it, for an act that was refused.
 */
export function useReceipt(id: string, type: string, name: string): (act?: Act) => () => void {
  const client = useClient({ apiVersion })
  const documents = useDocumentStore()
  const toast = useToast()
  const { navigateIntent } = useRouter()
  // Toasts stand outside of the router.
  const begin = () => navigateIntent('edit', { id: 'manual', type: 'manual', path: 'record' })
  return (act = {}) => {
    // With its name: the author may have moved on to another document.
    const say = ({ title, ...words }: Parameters<typeof toast.push>[0]) =>
      toast.push({ id: `receipt-${id}`, closable: true, title: `“${name}”: ${String(title)}`, ...words })
    const tell = (receipt: Receipt, news?: EditionNews) => {
      const { href, description, ...words } = wordsOf(receipt)
      const isDone = words.status === 'success'
      const edition = isDone && wordsOfEdition(news)
      say({
        ...words,
        ...(isDone && act.title && { title: act.title }),
        description: (
          <>
            {description}{' '}
            {href && (
              <a href={href} target="_blank" rel="noreferrer">
                Open it
              </a>
            )}
            {edition && <div style={below}>{edition}</div>}
            {isDone && (act.content || news) && (
              <div style={{ ...below, display: 'flex', flexWrap: 'wrap', gap: '0.5rem' }}>
                {act.content}
                {news && <Ask news={news} begin={begin} />}
              </div>
            )}
          </>
        ),
        // What needs attention stays until it is closed, or is no longer so.
        duration: isDone ? (act.content || edition ? 15_000 : 8000) : Infinity,
      })
    }
    const options = { perspective: 'raw', tag: 'receipt' } as const
    const tellOfEdition = async (receipt: Receipt) => {
      const news = await readEditionNews(() => client.fetch(editionQuery, { id }, options))
      if (news && news.state !== 'none') tell(receipt, news)
    }
    // What is published, now and after each change of it, by whomever.
    const changes = outlineRows(documents).pipe(
      map((rows) => JSON.stringify(rows.filter(({ _id }) => !_id.startsWith('drafts.')))),
      distinctUntilChanged(),
    )
    underWay.get(id)?.unsubscribe()
    const receipts = documents.pair.editState(id, type).pipe(
      filter(({ ready }) => ready),
      map(({ published }) => published),
      distinctUntilChanged((one, other) => one?._rev === other?._rev),
      pairwise(),
      take(1),
      tap(() => say({ status: 'info', title: 'Reading the page…', duration: Infinity })),
      switchMap(([before]) => {
        const read = () =>
          readReceipt(
            async (signal) =>
              expectedOf(await client.fetch(receiptQuery, { id }, { ...options, signal }), id, before),
            readPage,
          )
        return defer(read).pipe(
          tap((receipt) => tell(receipt)),
          switchMap((receipt) =>
            isSuccess(receipt)
              ? tellOfEdition(receipt)
              : // A warning is read again, and goes when it is no longer so.
                concat(of(receipt), changes.pipe(switchMap(read))).pipe(
                  takeWhile((receipt) => !isSuccess(receipt), true),
                  pairwise(),
                  tap(([before, receipt]) => {
                    if (isSuccess(receipt)) toast.push({ id: `receipt-${id}`, duration: withdrawn })
                    else if (wordsOf(receipt).description !== wordsOf(before).description) tell(receipt)
                  }),
                ),
          ),
        )
      }),
    )
    const watching = receipts.subscribe()
    underWay.set(id, watching)
    return () => watching.unsubscribe()
  }
}

const isSuccess = (receipt: Receipt) => wordsOf(receipt).status === 'success'

const below = { marginBlockStart: '0.75rem' }

/** What an author may want to do about the edition: now, later from the record, or never. */
function Ask({ news, begin }: { news: EditionNews; begin: () => void }) {
  const style = { mode: 'ghost', fontSize: 1, padding: 3 } as const
  if (news.state === 'off') return <Button {...style} text="Begin a record of editions" onClick={begin} />
  if (news.state !== 'in') return null
  const { number, reason = '', isCorrection: correction } = news.edition
  const ask = () => askWhy({ id: editionId(number), number, reason, correction })
  return <Button {...style} text={reason ? 'Change why' : 'Say why'} onClick={ask} />
}
