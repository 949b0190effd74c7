import type { ReactNode } from 'react'
import { Brief } from './preview-bar.tsx'

/** What the draft means to whoever looks at it. */
export function whatThisIs(canEdit: boolean, count: number, hasProblems: boolean): ReactNode {
  const changes = `${count} change${count === 1 ? '' : 's'}`
  if (!canEdit)
    return count > 0 ? (
      <Brief rest=" that readers do not see. Its author may still change it.">
        {`Shared draft: ${changes}`}
      </Brief>
    ) : (
      <Brief
        rest={`: readers see the same${hasProblems ? ', apart from the notes in it' : ''}. Its author may still change it.`}
      >
        Shared draft
      </Brief>
    )
  if (count > 0)
    return <Brief rest=" that readers do not see until you publish.">{`Draft: ${changes}`}</Brief>
  return (
    <Brief rest={`: this is what readers see${hasProblems ? ', apart from the notes for you' : ''}.`}>
      No changes
    </Brief>
  )
}

export const whatWouldChange = (canEdit: boolean) => (
  <Brief rest=" for readers if the whole draft were published.">
    {canEdit ? 'What would change' : 'Shared draft: changes'}
  </Brief>
)

export const hasEnded = (
  <Brief before="This " rest=". You see what readers see.">
    preview has ended
  </Brief>
)
