import { BufferedDocument, Mutation } from '@sanity/mutator'
import { dequal } from 'dequal/lite'
import { Subject } from 'rxjs'
import { committedBefore } from '#sanity/lake/streams.client.ts'
import { keepInBrowser } from './unsaved-edits.client.ts'

/** Private in @sanity/mutator's types. */
interface Commits {
  commits: { resolve: () => void }[]
}

type Content = Record<string, unknown>

/** Documents that were deleted while this tab had unsaved edits in them, and are drafts again. */
export const revived = new Subject<Content>()

/** The transactions that were being sent when what is stored was read again. */
const keptByReset = new Set<string>()

let installed = false

/**
 * Keeps the Studio's copy of a document equal to what is stored, without losing edits, when the draft is
 * published, discarded or deleted elsewhere while an edit of this tab is on its way. Works with any Content
 * Lake. `@sanity/mutator` 6.16 has five faults in this case:
 * - when its own transaction arrives, it assumes that the transaction had the expected result, so the form
 *   keeps the old text;
 * - a patch to a draft that is gone throws, which crashes the form ("getAttribute only applies to plain
 *   objects");
 * - edits that are not sent yet are dropped together with the draft;
 * - an edit whose sending failed is dropped too;
 * - so is the edit that is being sent when the draft is read again, as after an absence of the server.
 *
 * An edit without its draft is sent all the same: the Content Lake creates a draft from the published
 * document, and applies the edit to it. If nothing is published either, the document was deleted: this tab's
 * copy of it becomes a new draft (`revived`). Unsaved edits are also stored in the browser
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
  const { consumeUnresolved, reset } = document
  document.reset = function (stored) {
    // The constructor calls this before there is a list.
    const underWay = (this.pending ?? []).filter(({ transactionId }) => transactionId !== stored?._rev)
    reset.call(this, stored)
    if (underWay.length === 0) return
    this.pending = underWay
    for (const { transactionId } of underWay) if (transactionId) keptByReset.add(transactionId)
    this.EDGE = Mutation.applyAll(this.HEAD, underWay)
    this.updateConsistencyFlag()
  }
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
  /** This tab's copy of a document when it heard of the deletion. */
  const last = new WeakMap<BufferedDocument, Content>()
  /** This tab's copy of a deleted document whose edit was refused, until the tab hears of the deletion. */
  const refused = new WeakMap<BufferedDocument, Content>()

  const revive = (document: BufferedDocument) => {
    const content = refused.get(document)
    if (!content || document.document.EDGE !== null) return
    refused.delete(document)
    // The new draft contains what was to be sent.
    Object.assign(document.buffer, { out: [], staged: [], setOperations: {} })
    const words = Object.fromEntries(Object.entries(content).filter(([name]) => !isOfLake(name)))
    document.add(new Mutation({ mutations: [{ create: words }] } as never))
    commit.call(document).then(
      () => revived.next(words),
      // Another tab was faster, and its copy is the draft.
      () => undefined,
    )
  }

  buffered.add = function (mutation) {
    add.call(this, mutation)
    // The form does not know yet that the document is deleted.
    for (const copies of this.LOCAL === null ? [last, refused] : [refused]) {
      const content = copies.get(this)
      if (content) copies.set(this, mutation.apply(content as never) as Content)
    }
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
  // One commit at a time: everything typed while the Content Lake was away is sent in one request, rather
  // than in one per second.
  buffered.commit = function () {
    if (this.committerRunning) {
      waiting.add(this)
      return Promise.resolve()
    }
    // Edits that undo each other send nothing, and would count as unsaved for ever.
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
        success: () => {
          message.success()
          const { transactionId = '' } = message.mutation
          // What is stored had the edit in it when it was read again, below another tab's.
          if (!keptByReset.delete(transactionId) || !committedBefore.delete(transactionId)) return
          this.document.submitted = this.document.submitted.filter(
            (edit) => edit.transactionId !== transactionId,
          )
          this.document.rebase([])
          this.document.updateConsistencyFlag()
        },
        failure: () => {
          if (this.LOCAL === null && commit) (this as unknown as Commits).commits.unshift(commit)
          message.failure()
        },
        cancel: (error) => {
          const content = this.LOCAL ?? last.get(this)
          const isGone = content && (error as { statusCode?: unknown }).statusCode === 404
          if (isGone) {
            // The revived draft contains these edits too, so their promises are resolved.
            const queue = this as unknown as Commits
            for (const { resolve } of queue.commits.splice(0)) resolve()
          }
          // The edit is refused: the reset that follows must not keep it.
          this.document.pending = []
          message.cancel(error)
          if (!isGone) return
          refused.set(this, content)
          revive(this)
        },
      })
    cycle.call(this)
    if (send) this.commitHandler = send
    // The Studio reports a refusal.
    if (!this.committerRunning && waiting.delete(this)) this.commit().catch(() => undefined)
  }
}

/**
 * Compares documents without the fields that the Content Lake sets (`_rev`, `_updatedAt` …), which are not
 * known before it answers.
 */
function isSameContent(one: Content | null, other: Content | null): boolean {
  const fields = (document: Content | null) =>
    document &&
    Object.fromEntries(Object.entries(document).filter(([name]) => !name.startsWith('_') || name === '_type'))
  return dequal(fields(one), fields(other))
}

const isOfLake = (name: string) => /^_(rev|createdAt|updatedAt|system)$/.test(name)
