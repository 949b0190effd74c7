import { BufferedDocument } from '@sanity/mutator'

/** Milliseconds for which edits are collected before they are sent. */
export const gatherMs = 120

let installed = false

/**
 * Sends edits within an eighth of a second while the preview is open beside the form, so that it follows the
 * typing. The Studio sends them once a second.
 *
 * Only for the embedded Content Lake: Sanity counts requests.
 *
 * @param isPreviewed whether a preview is open.
 */
export function commitSoon(isPreviewed = () => location.pathname.split('/').includes('presentation')): void {
  if (installed) return
  installed = true
  const { prototype } = BufferedDocument
  const { add } = prototype
  const waiting = new WeakSet<BufferedDocument>()
  const commitLater = (copy: BufferedDocument) =>
    setTimeout(() => {
      // One request at a time. What is typed while the lake is away is sent together when it is back.
      if (copy.committerRunning) return void commitLater(copy)
      waiting.delete(copy)
      // The Studio reports a refusal.
      copy.commit().catch(() => undefined)
    }, gatherMs)
  prototype.add = function (mutation) {
    add.call(this, mutation)
    if (waiting.has(this) || !isPreviewed()) return
    waiting.add(this)
    commitLater(this)
  }
}
