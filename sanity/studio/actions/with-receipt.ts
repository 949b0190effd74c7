import { useToast } from '@sanity/ui/toast'
import { distinctUntilChanged, filter, map, pairwise, switchMap, take, tap, type Subscription } from 'rxjs'
import { useClient, useDocumentStore, type DocumentActionComponent, type SanityDocument } from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'
import { expectedOf, readPage, readReceipt, receiptQuery } from '#sanity/studio/receipt.ts'
import { wordsOf } from '#sanity/studio/receipt-words.ts'
import { text } from '#sanity/schema/section.ts'

/** All the actions that may change what is published: some at once, some after a question, some not every time. */
const publishing: readonly (string | undefined)[] = ['publish', 'unpublish', 'delete', 'stillTrue']

/** What this tab has asked for and still waits for, by document. It is outside the components, so that leaving a form loses nothing. */
const underWay = new Map<string, Subscription>()

/** The Studio asks for its actions at each rendering and must get the same ones: a new component would lose its state. */
const wrapped = new WeakMap<DocumentActionComponent, DocumentActionComponent>()

/** Adds the receipt to an action that may change what is published; returns the others as they are. */
export function withReceipt(action: DocumentActionComponent): DocumentActionComponent {
  if (!publishing.includes(action.action)) return action
  const known = wrapped.get(action)
  if (known) return known
  const wrapper = wrap(action)
  wrapped.set(action, wrapper)
  return wrapper
}

/** What the Studio's list calls a document. */
const nameOf = (type: string, document: SanityDocument | null) =>
  type === 'manual' ? 'Manual' : (text(document?.eyebrow) ?? text(document?.title) ?? 'Section')

/**
 * From the click on, watches for the published document to change, then says in a toast what readers see. It works the same with any
 * Content Lake; the Studio is on the site's own origin, and so is the page it reads.
 */
function wrap(useAction: DocumentActionComponent): DocumentActionComponent {
  const WithReceipt: DocumentActionComponent = (props) => {
    const description = useAction(props)
    const client = useClient({ apiVersion })
    const documents = useDocumentStore()
    const toast = useToast()
    const { id, type } = props
    const name = nameOf(type, props.draft ?? props.published)

    const watch = () => {
      // With its name: the author may have moved on to another document.
      const say = ({ title, ...words }: Parameters<typeof toast.push>[0]) =>
        toast.push({ id: `receipt-${id}`, closable: true, title: `“${name}”: ${String(title)}`, ...words })
      underWay.get(id)?.unsubscribe()
      const receipts = documents.pair.editState(id, type).pipe(
        filter(({ ready }) => ready),
        map(({ published }) => published),
        distinctUntilChanged((one, other) => one?._rev === other?._rev),
        pairwise(),
        take(1),
        tap(() => say({ status: 'info', title: 'Reading the page…', duration: Infinity })),
        switchMap(([before]) =>
          readReceipt(async (signal) => {
            const options = { perspective: 'raw', tag: 'receipt', signal } as const
            return expectedOf(await client.fetch(receiptQuery, { id }, options), id, before)
          }, readPage),
        ),
      )
      underWay.set(
        id,
        receipts.subscribe((receipt) => {
          const words = wordsOf(receipt)
          // What needs attention stays until it is closed.
          say({ ...words, duration: words.status === 'success' ? 8000 : Infinity })
        }),
      )
    }

    return (
      description && {
        ...description,
        onHandle: () => {
          watch()
          description.onHandle?.()
        },
      }
    )
  }
  return Object.assign(WithReceipt, { action: useAction.action, displayName: useAction.displayName })
}
