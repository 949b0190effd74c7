import { Stack, Text } from '@sanity/ui'
import { useEffect, useEffectEvent } from 'react'
import { useEditState, type ObjectInputProps } from 'sanity'
import { IntentLink } from 'sanity/router'
import { isEmpty } from '#sanity/schema/empty.ts'
import { text } from '#sanity/schema/text.ts'
import { nameOf } from '../document-name.ts'
import { currentDocuments, outlineOf, type OutlineRow } from '../outline.ts'
import { useOutlineRows } from '../use-outline-rows.ts'
import { focusWhenShown } from './focus-when-shown.ts'

/**
 * The form of the manual. Without a headline, the focus is on that field, and the form offers no versions to
 * choose between: see `styles.ts`.
 */
export function ManualForm(props: ObjectInputProps) {
  const { value, focusPath } = props
  const begin = useEffectEvent(() => {
    if (text(value?.headline) === undefined && focusPath.length === 0) focusWhenShown('headline')
  })
  // Only when the form opens, so that it never moves the author's focus.
  useEffect(() => begin(), [])
  const { published } = useEditState('manual', 'manual')
  const isPublished = text(published?.['headline']) !== undefined
  const rows = useOutlineRows()
  const now = rows && emptyNow(rows)
  return (
    <Stack gap={5} {...(!isPublished && { 'data-unpublished': true })}>
      {now && (
        <Text size={1} muted>
          {text(value?.headline) === undefined ? 'First the headline, then ' : 'Next: '}
          <IntentLink
            intent="edit"
            params={{ id: now.id, type: now.type }}
            style={{ color: 'inherit', textDecoration: 'underline' }}
          >
            a first reading in “{now.name}”
          </IntentLink>
          .
        </Text>
      )}
      {props.renderDefault(props)}
    </Stack>
  )
}

/** The Now on the page, while nothing is in it. */
export function emptyNow(
  rows: readonly OutlineRow[],
): { id: string; type: string; name: string } | undefined {
  const now = outlineOf(rows).onPage.find(({ type }) => type === 'nowSection')
  const document = now && currentDocuments(rows).get(now.id)
  if (!document || !isEmpty(document.readings)) return undefined
  return { id: now.id, type: now.type, name: nameOf(now.type, document) }
}
