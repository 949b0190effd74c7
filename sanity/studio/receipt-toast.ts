import type { useToast } from '@sanity/ui/toast'

type Push = ReturnType<typeof useToast>['push']
export type ReceiptToast = ReturnType<typeof receiptToast>
export type ReceiptWords = Parameters<Push>[0]

/** The document whose receipt says that something is done, if it is still true of what is shown now. */
let done: string | undefined

/** The words of each document's toast that were said last. */
const latest = new Map<string, ReceiptWords>()

/** A duration that makes Sanity's toasts close at once. */
export const withdrawn = 0.01

/**
 * The toast with the receipts of a document. It withdraws the receipt of another document once there is news
 * to replace it, since both would be about the page now. Warnings and errors stay beside it.
 */
export function receiptToast(push: Push, document: string) {
  const idOf = (document: string) => `receipt-${document}`
  const withdraw = (): void => void push({ id: idOf(document), duration: withdrawn })
  return {
    /** @returns a function that withdraws these words, unless others have taken their place. */
    say(words: ReceiptWords): () => void {
      const isNews = words.status === 'success' || words.status === 'info'
      if (isNews && done !== undefined && done !== document) push({ id: idOf(done), duration: withdrawn })
      if (isNews) done = document
      else if (done === document) done = undefined
      push({ id: idOf(document), closable: true, duration: isNews ? 8000 : 30_000, ...words })
      latest.set(document, words)
      return () => {
        if (latest.get(document) === words) withdraw()
      }
    },
    withdraw,
    /** Whether no other receipt has taken the place of this one. */
    isLatest: (): boolean => done === document,
  }
}
