import { BufferedDocument, Mutation } from '@sanity/mutator'
import { dequal } from 'dequal/lite'
import { Subject } from 'rxjs'
import { keepInBrowser } from './unsaved-edits.client.ts'

/** Private in @sanity/mutator's types. */
interface Commits {
  commits: { resolve: () => void }[]
}

type Content = Record<string, unknown>

/** Documents that were deleted while this tab had words in them that were not sent, and are drafts again. */
export const revived = new Subject<Content>()

let installed = false

/**
 * Makes the Studio's copy of a document end as what is stored, and lose no words, when somebody else
 * publishes, discards or deletes its draft while an edit of this tab is on its way. It works with any Content
 * Lake. `@sanity/mutator` 6.16 has four faults there:
 * - its own transaction, when it arrives, counts as having done what was expected of it, whatever it met: the
 *   form kept the old text;
 * - a patch to a draft that is gone throws, which ends the form ("getAttribute only applies to plain
 *   objects");
 * - edits not sent yet are thrown away together with the draft;
 * - so is an edit whose sending failed.
 *
 * An edit without its draft is sent all the same: the Content Lake makes a new draft of what is published,
 * and applies the edit to it. Where nothing is published either, the document was deleted: what this tab had of
 * it becomes a new draft (`revived`). What is not saved yet is kept in the browser too
 * (unsaved-edits.client.ts).
 */
export function keepUnsavedEdits(): void {
  if (installed) return
  installed = true
  const { prototype: buffered } = BufferedDocument
  const { document, buffer } = new BufferedDocument(null)
  patchMutation(Mutation.prototype)
  patchDocument(Object.getPrototypeOf(document) as typeof document)
  patchBuffer(Object.getPrototypeOf(buffer) as typeof buffer)
  patchBuffered(buffered)
}

function patchMutation(mutation: Mutation): void {
  const { apply } = mutation
  mutation.apply = function (document) {
    return document === null && !this.appliesToMissingDocument() ? null : apply.call(this, document)
  }
}

function patchDocument(document: BufferedDocument['document']): void {
  const { consumeUnresolved } = document
  document.consumeUnresolved = function (transaction) {
    if (consumeUnresolved.call(this, transaction)) return true
    const expected = Mutation.applyAll(this.HEAD, [...this.submitted, ...this.pending])
    return !isSameContent(expected, this.EDGE)
  }
}

function patchBuffer(buffer: BufferedDocument['buffer']): void {
  const { rebase } = buffer
  buffer.rebase = function (basis) {
    if (basis) return rebase.call(this, basis)
    this.stashStagedOperations()
    this.BASIS = null
    this.documentPresent = false
    this.PRESTAGE = new Mutation({ mutations: this.out }).apply(null)
    return this.PRESTAGE
  }
}

function patchBuffered(buffered: BufferedDocument): void {
  const { _cycleCommitter: cycle, add, arrive, commit, reset } = buffered
  const waiting = new WeakSet<BufferedDocument>()
  /** What a tab had of a document when it heard that it is gone. */
  const last = new WeakMap<BufferedDocument, Content>()
  /** What a tab had of a document whose edit was refused since it is gone, until the tab hears of that. */
  const refused = new WeakMap<BufferedDocument, Content>()

  const revive = (document: BufferedDocument) => {
    const content = refused.get(document)
    if (!content || document.document.EDGE !== null) return
    refused.delete(document)
    const words = Object.fromEntries(Object.entries(content).filter(([name]) => !isOfLake(name)))
    document.add(new Mutation({ mutations: [{ create: words }] } as never))
    commit.call(document).then(
      () => revived.next(words),
      // Another tab was first: its words are the draft.
      () => undefined,
    )
  }

  buffered.add = function (mutation) {
    add.call(this, mutation)
    keepInBrowser(this)
  }
  buffered.handleDocumentDeleted = function () {
    if (!this.LOCAL) return
    last.set(this, this.LOCAL)
    this.onDelete?.(this.LOCAL)
  }
  buffered.arrive = function (mutation) {
    arrive.call(this, mutation)
    revive(this)
  }
  buffered.reset = function (document) {
    reset.call(this, document)
    revive(this)
  }
  // One commit at a time: what an absence of the Content Lake has gathered is sent at once, not in as many
  // requests as there were seconds.
  buffered.commit = function () {
    if (this.committerRunning) {
      waiting.add(this)
      return Promise.resolve()
    }
    // Edits that undo each other are none, and would count as unsaved for ever.
    if (!this.buffer.hasChanges()) this.handleDocConsistencyChanged(this.document.isConsistent())
    return commit.call(this)
  }
  buffered._cycleCommitter = function () {
    keepInBrowser(this)
    const { commits } = this as unknown as Commits
    const { commitHandler: send } = this
    const [commit] = commits
    this.commitHandler = (message) =>
      send?.({
        ...message,
        failure: () => {
          if (this.LOCAL === null && commit) (this as unknown as Commits).commits.unshift(commit)
          message.failure()
        },
        cancel: (error) => {
          const content = this.LOCAL ?? last.get(this)
          const isGone = content && (error as { statusCode?: unknown }).statusCode === 404
          if (isGone) {
            // Their words are in it too: they are not refused.
            const queue = this as unknown as Commits
            for (const { resolve } of queue.commits.splice(0)) resolve()
          }
          message.cancel(error)
          if (!isGone) return
          refused.set(this, content)
          revive(this)
        },
      })
    cycle.call(this)
    if (send) this.commitHandler = send
    // Where it is refused, the Studio says so.
    if (!this.committerRunning && waiting.delete(this)) this.commit().catch(() => undefined)
  }
}

/**
 * What the Content Lake alone decides (`_rev`, `_updatedAt` …) is not known before it answers, and no
 * difference.
 */
function isSameContent(one: Content | null, other: Content | null): boolean {
  const fields = (document: Content | null) =>
    document &&
    Object.fromEntries(Object.entries(document).filter(([name]) => !name.startsWith('_') || name === '_type'))
  return dequal(fields(one), fields(other))
}

const isOfLake = (name: string) => /^_(rev|createdAt|updatedAt|system)$/.test(name)
