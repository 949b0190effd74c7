import { useToast } from '@sanity/ui/toast'
import type { ReactNode } from 'react'
import {
  concat,
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  map,
  of,
  pairwise,
  skip,
  switchMap,
  take,
  takeWhile,
  tap,
  type Subscription,
} from 'rxjs'
import { useClient, useDocumentStore } from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'
import { outlineRows } from './outline.ts'
import { expectedOf, readPage, readReceipt, receiptQuery } from './receipt.ts'
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
  return (act = {}) => {
    // With its name: the author may have moved on to another document.
    const say = ({ title, ...words }: Parameters<typeof toast.push>[0]) =>
      toast.push({ id: `receipt-${id}`, closable: true, title: `“${name}”: ${String(title)}`, ...words })
    const report = ({ href, description, ...words }: ReturnType<typeof wordsOf>) => {
      const isDone = words.status === 'success'
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
            {isDone && act.content && <div style={{ marginBlockStart: '0.75rem' }}>{act.content}</div>}
          </>
        ),
        // What needs attention stays until it is closed, or is no longer so.
        duration: isDone ? (act.content ? 15_000 : 8000) : Infinity,
      })
    }
    underWay.get(id)?.unsubscribe()
    // What is published, after each change of it, by whomever.
    const changes = outlineRows(documents, 'receipt').pipe(
      map((rows) => JSON.stringify(rows.filter(({ _id }) => !_id.startsWith('drafts.')))),
      distinctUntilChanged(),
      skip(1),
    )
    const receipts = documents.pair.editState(id, type).pipe(
      filter(({ ready }) => ready),
      map(({ published }) => published),
      distinctUntilChanged((one, other) => one?._rev === other?._rev),
      pairwise(),
      take(1),
      tap(() => say({ status: 'info', title: 'Reading the page…', duration: Infinity })),
      switchMap(([before]) => {
        const read = () =>
          readReceipt(async (signal) => {
            const options = { perspective: 'raw', tag: 'receipt', signal } as const
            return expectedOf(await client.fetch(receiptQuery, { id }, options), id, before)
          }, readPage).then(wordsOf)
        return defer(read).pipe(
          tap(report),
          switchMap((words) =>
            // A warning is read again, and goes when it is no longer so.
            words.status === 'success'
              ? EMPTY
              : concat(of(words), changes.pipe(switchMap(read))).pipe(
                  takeWhile(({ status }) => status !== 'success', true),
                  pairwise(),
                  tap(([before, { status, ...words }]) => {
                    if (status === 'success') toast.push({ id: `receipt-${id}`, duration: withdrawn })
                    else if (words.description !== before.description) report({ status, ...words })
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
