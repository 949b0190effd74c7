import { filter, firstValueFrom, timeout } from 'rxjs'
import {
  getDraftId,
  getPublishedId,
  useDocumentOperation,
  useDocumentStore,
  useEditState,
  type DocumentActionComponent,
  type EditStateFor,
} from 'sanity'
import { ask } from '../ask.tsx'
import { nameOf } from '../document-name.ts'
import { editStateWhere } from '../edit-state.ts'
import { outlineOf } from '../outline.ts'
import { once, useUnderWay } from '../under-way.ts'
import { useOutlineRows } from '../use-outline-rows.ts'
import { useReceipt } from '../use-receipt.tsx'
import { consequences } from './consequences.ts'
import { wrapping } from './wrapping.ts'

interface Ending {
  /** Whether there is something that it ends. */
  isLeft: (state: EditStateFor) => boolean
  question: string
  answer: string
  /** Its label while it is under way. */
  running: string
}

/** The actions that end a draft, or what is published, but do not publish. */
const endings = {
  delete: {
    isLeft: ({ draft, published }) => draft !== null || published !== null,
    question: 'Delete',
    answer: 'Delete it',
    running: 'Deleting…',
  },
  unpublish: {
    isLeft: ({ published }) => published !== null,
    question: 'Unpublish',
    answer: 'Unpublish it',
    running: 'Unpublishing…',
  },
  discardChanges: {
    isLeft: ({ draft }) => draft !== null,
    question: 'Discard the draft of',
    answer: 'Discard it',
    running: 'Discarding…',
  },
} satisfies Record<string, Ending>

type EndingName = keyof typeof endings

/** Milliseconds until an action that was not answered can be tried again. */
const patienceMs = 60_000

/**
 * Makes "Delete", "Unpublish" and "Discard changes" ask in the words of this Studio, act once however often they
 * are pressed, and give a receipt. Returns other actions as they are.
 */
export const askFirst = wrapping(Object.keys(endings), wrap)

function wrap(useAction: DocumentActionComponent): DocumentActionComponent {
  const action = useAction.action as EndingName
  const ending = endings[action]
  const AskFirst: DocumentActionComponent = (props) => {
    const { id, type, draft, published } = props
    const description = useAction(props)
    const operations = useDocumentOperation(id, type)
    const documents = useDocumentStore()
    const isRunning = useUnderWay(id)(action)
    const name = nameOf(type, draft ?? published)
    const { watch } = useReceipt(id, type, name)
    if (!description) return null
    if (isRunning) return { ...description, label: ending.running, disabled: true }

    const run = async () => {
      const state = await editStateWhere(documents, id, type)
      // It was done in another window while the question was open.
      if (!ending.isLeft(state)) return
      watch({ isDeletion: action === 'delete', isDiscard: action === 'discardChanges' })
      const outcome = firstValueFrom(
        documents.pair.operationEvents(id, type).pipe(
          filter(({ op }) => op === action),
          timeout(patienceMs),
        ),
      )
      if (action === 'delete')
        operations.delete.execute([
          ...(state.draft ? [getDraftId(id)] : []),
          ...(state.published ? [getPublishedId(id)] : []),
        ])
      else operations[action].execute()
      // The Studio reports an error.
      if ((await outcome.catch(() => undefined))?.type !== 'success') return
      const isDone = (state: EditStateFor) => !ending.isLeft(state)
      await editStateWhere(documents, id, type, isDone).catch(() => undefined)
    }

    return {
      ...description,
      onHandle: () =>
        ask({
          header: `${ending.question} “${name}”?`,
          words: <Consequences action={action} id={id} type={type} />,
          answer: ending.answer,
          tone: 'critical',
          act: () => void once(id, action, run),
        }),
    }
  }
  return Object.assign(AskFirst, { action, displayName: 'AskFirst' })
}

interface ConsequencesProps {
  action: EndingName
  id: string
  type: string
}

/** What the action would do, as things are now: another window may publish, or begin a draft, meanwhile. */
function Consequences({ action, id, type }: ConsequencesProps) {
  const { draft, published } = useEditState(id, type)
  const rows = useOutlineRows()
  const isListed = rows !== undefined && outlineOf(rows).listed.includes(id)
  return [...consequences(action, { type, hasDraft: !!draft, isPublished: !!published, isListed })].join(' ')
}
