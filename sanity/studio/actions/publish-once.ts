import { useEffect, useEffectEvent, useRef, useState } from 'react'
import {
  useClient,
  useDocumentOperation,
  useDocumentStore,
  useValidationStatus,
  useWorkspace,
  type DocumentActionComponent,
} from 'sanity'
import { useDocumentPane } from 'sanity/structure'
import { apiVersion } from '#sanity/content/api-version.ts'
import { whyNot } from '../confirm.ts'
import { nameOf } from '../document-name.ts'
import { leaveFields } from '../forms/left-fields.ts'
import { outlineOf } from '../outline.ts'
import { useOutlineRows } from '../use-outline-rows.ts'
import { useReceipt } from '../use-receipt.tsx'
import { errorsInWords } from './errors-in-words.ts'
import { once, useUnderWay } from '../under-way.ts'
import { publishStored, stopPublishing, type Outcome } from './publishing.ts'
import { wrapping } from './wrapping.ts'

/**
 * Replaces "Publish" by one that confirms reworded readings and tolerates a second click. Returns other
 * actions as they are.
 */
export const publishOnce = wrapping(['publish'], publishingOnce)

/** Where documents are edited; not the search. */
const documentPane = "[data-testid='document-pane'], [data-testid='nested-object-dialog']"

/**
 * "Publish". In the same transaction, it confirms the readings of Now that the author has reworded. (A
 * reading that a program publishes is not confirmed.)
 *
 * Like the Studio's own action, it waits until all edits are stored and validated. Unlike that one, it goes on
 * when the form is left, and does not report a second click, here or in another tab, as an error; and it can be
 * pressed while there are errors, to be told which: they are marked in the form then, and the first one gets the
 * focus.
 */
function publishingOnce(usePublish: DocumentActionComponent): DocumentActionComponent {
  const PublishOnce: DocumentActionComponent = (props) => {
    const { id, type, draft, published } = props
    const description = usePublish(props)
    const client = useClient({ apiVersion })
    const documents = useDocumentStore()
    const workspace = useWorkspace()
    const { say } = useReceipt(id, type, nameOf(type, draft ?? published))
    const { commit, publish } = useDocumentOperation(id, type)
    const { onFocus, onPathOpen } = useDocumentPane()
    const { validation } = useValidationStatus(draft?._id ?? id, type, true)
    const isRunning = useUnderWay(id)('publish')
    const rows = useOutlineRows()
    /** Withdraws what was said about errors. */
    const [withdraw, setWithdraw] = useState<() => void>()
    const wereErrors = useRef(false)
    const isOpen = useRef(false)
    const hasErrors = validation.some(({ level }) => level === 'error')
    const title = `“${nameOf(type, draft ?? published)}” is not published`

    useEffect(() => {
      isOpen.current = true
      return () => {
        isOpen.current = false
      }
    }, [])

    const tell = (outcome: Outcome) => {
      if (outcome.state !== 'errors') return
      const { errors, draft } = outcome
      const paths = errors.map(({ path }) => path)
      leaveFields(id, paths)
      // In the place of the receipt, so that the next one replaces it.
      const number = outlineOf(rows ?? []).onPage.find((item) => item.id === id)?.number
      const withdraw = say({ status: 'error', title, description: errorsInWords(errors, draft, number) })
      const [first] = paths
      if (!isOpen.current || !first) return
      onPathOpen(first)
      onFocus(first)
      wereErrors.current = false
      setWithdraw(() => withdraw)
    }

    // Errors that are mended, or gone with the draft, are not spoken of any more. The Studio's own validation
    // finds them a moment later than `publishStored`.
    useEffect(() => {
      if (hasErrors) wereErrors.current = true
      if (!withdraw || isRunning || (draft && (hasErrors || !wereErrors.current))) return
      withdraw()
      setWithdraw(undefined)
    }, [withdraw, isRunning, draft, hasErrors])

    // What is typed after the click would be published with the rest, even half a word.
    const interrupted = useEffectEvent(() => {
      if (!stopPublishing(id)) return
      say({
        status: 'warning',
        title: `${title}: you went on writing`,
        description: 'What you wrote is in the draft. Press Publish when readers may see it.',
      })
    })
    useEffect(() => {
      if (!isRunning) return
      const onInput = ({ target }: Event) => {
        if (target instanceof Element && target.closest(documentPane)) interrupted()
      }
      document.addEventListener('beforeinput', onInput, { capture: true })
      return () => document.removeEventListener('beforeinput', onInput, { capture: true })
    }, [isRunning])

    if (isRunning) return description && { ...description, label: 'Publishing…', title: null, disabled: true }
    return (
      description && {
        ...description,
        ...(draft && hasErrors && !publish.disabled && { disabled: false, title: null }),
        onHandle: () => {
          // By itself, the Studio sends edits up to a second later.
          if (!commit.disabled) commit.execute()
          const run = async () => tell(await publishStored({ client, documents, workspace }, id, type))
          once(id, 'publish', run).catch((error: unknown) =>
            say({ status: 'error', title, description: whyNot(error) }),
          )
        },
      }
    )
  }
  return Object.assign(PublishOnce, { action: 'publish' as const, displayName: 'PublishOnce' })
}
