import { BufferedDocument } from '@sanity/mutator'

/** Milliseconds for which edits are gathered. */
export const gatherMs = 120

let installed = false

/**
 * Sends edits within an eighth of a second while the preview stands beside the form. The Studio itself sends them
 * once a second, so that a word is seen a second after it was typed; without a preview, nobody waits for it.
 *
 * Only for a Content Lake of our own: Sanity counts requests.
 *
 * @param isPreviewed whether somebody sees a preview.
 */
export function commitSoon(isPreviewed = () => location.pathname.split('/').includes('presentation')): void {
  if (installed) return
  installed = true
  const { prototype } = BufferedDocument
  const { add } = prototype
  const waiting = new WeakSet<BufferedDocument>()
  const commitLater = (copy: BufferedDocument) =>
    setTimeout(() => {
      // One at a time: what is typed while the lake is away is sent together when it is back.
      if (copy.committerRunning) return void commitLater(copy)
      waiting.delete(copy)
      // The Studio says so where it is refused.
      copy.commit().catch(() => undefined)
    }, gatherMs)
  prototype.add = function (mutation) {
    add.call(this, mutation)
    if (waiting.has(this) || !isPreviewed()) return
    waiting.add(this)
    commitLater(this)
  }
}
