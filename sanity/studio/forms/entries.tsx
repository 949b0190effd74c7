import { Button, Card, Flex, Stack, Text } from '@sanity/ui'
import { useContext, useEffect, useRef, type ReactNode, type RefObject } from 'react'
import {
  type ArrayInputFunctionsProps,
  type ArraySchemaType,
  type ObjectItem,
  type ObjectItemProps,
  type PreviewProps,
} from 'sanity'
import { text } from '#sanity/schema/text.ts'
import { sinceConfirmed } from '../attention.ts'
import { whyLeftOut } from './entry-problems.ts'
import { EntryContext, SectionContext } from './section-context.ts'
import { StillTrueButton } from '../use-still-true.tsx'

/** The id of the button that adds an entry to a list of this type. */
export const addButtonOf = ({ of }: Pick<ArraySchemaType, 'of'>) => `add-${of[0]?.name}`

/** The button "Add reading", "Add principle" and so on. */
export function AddEntry({
  schemaType,
  readOnly,
  onValueCreate,
  onItemAppend,
}: ArrayInputFunctionsProps<ObjectItem, ArraySchemaType<ObjectItem>>) {
  const [entry] = schemaType.of
  if (!entry) return null
  return (
    <Button
      id={addButtonOf(schemaType)}
      mode="ghost"
      text={`Add ${(entry.title ?? 'item').toLowerCase()}`}
      disabled={readOnly === true}
      onClick={() => onItemAppend(onValueCreate(entry as never))}
    />
  )
}

const isOfReferences = ({ of }: ArraySchemaType) => of.some(({ name }) => name === 'reference')

const lists = new WeakMap<ArraySchemaType, ArraySchemaType>()

/**
 * A list's type with a placeholder while it is empty ("No readings yet"). Its rows cannot be copied, since
 * the forms have no action to paste, and sections cannot be duplicated, since each is listed once.
 */
export function asList(type: ArraySchemaType): ArraySchemaType {
  const known =
    lists.get(type) ??
    (Object.create(type, {
      placeholder: { value: `No ${(type.title ?? 'items').toLowerCase()} yet` },
      options: {
        value: { ...type.options, disableActions: isOfReferences(type) ? ['copy', 'duplicate'] : ['copy'] },
      },
    }) as ArraySchemaType)
  lists.set(type, known)
  return known
}

/**
 * A row for an entry of a section, with its number on the page in place of an icon, and why readers would not
 * get it. In Now, followed by its last confirmation and "Still true".
 */
export function EntryRow(props: ObjectItemProps) {
  const section = useContext(SectionContext)
  if (!section) return <ItemRow {...props} />
  const { number, kind, stillTrue } = section
  const { value } = props
  const mark = number === undefined ? `${props.index + 1}` : `${number}.${props.index + 1}`
  const why = whyLeftOut(kind, String(props.path[0]), value)
  const confirmed = kind === 'nowSection' ? text((value as { confirmed?: unknown }).confirmed) : undefined
  const isOpen = kind === 'nowSection' && stillTrue !== undefined && stillTrue.isOpen(value._key)
  const words = why ?? ((confirmed || isOpen) && sinceConfirmed(confirmed))
  return (
    <Stack>
      <EntryContext.Provider value={mark}>
        <ItemRow {...props} />
      </EntryContext.Provider>
      {/* On a line of its own: beside the row, it would stand after the row's menu. */}
      {words && (
        <Flex
          align="center"
          gap={2}
          paddingRight={3}
          // The button has room of its own around it.
          paddingBottom={isOpen ? 0 : 3}
          style={{ paddingInlineStart: beforeWords }}
        >
          <Text size={1} muted>
            {words}
          </Text>
          {isOpen && (
            <StillTrueButton
              mode="bleed"
              stillTrue={stillTrue}
              reading={value._key}
              mark={number === undefined ? `Reading ${mark}` : `§ ${mark}`}
            />
          )}
        </Flex>
      )}
    </Stack>
  )
}

/** The width of the handle and the number in a row, so that what is below stands under its words. */
const beforeWords = '5.5rem'

/** Sanity's row for an item of any list, with the focus on it when its dialog closes. */
export function ItemRow(props: ObjectItemProps) {
  const row = useRef<HTMLDivElement>(null)
  useFocusWhenClosed(row, props.open)
  return <div ref={row}>{props.renderDefault(props)}</div>
}

/**
 * Moves the focus to the row of an entry when its dialog closes. By itself it would be nowhere, or on the list:
 * Tab would begin at the top again, and Escape would not close the entry that the item is in. Stays where the author
 * has put it by closing the dialog with a click elsewhere.
 */
function useFocusWhenClosed(row: RefObject<HTMLElement | null>, isOpen: boolean): void {
  const wasOpen = useRef(isOpen)
  useEffect(() => {
    const isElsewhere = document.activeElement?.matches('input, textarea, button, a, [contenteditable=true]')
    if (wasOpen.current && !isOpen && !isElsewhere)
      row.current?.querySelector<HTMLElement>("button[data-ui='Card']")?.focus()
    wasOpen.current = isOpen
  }, [row, isOpen])
}

/**
 * The preview of an entry, with its number. Its title wraps, so that it can be read to its end: Sanity's previews
 * are one line high. Items inside an open entry have Sanity's.
 */
export function EntryPreview(props: PreviewProps) {
  const mark = useContext(EntryContext)
  if (mark === undefined || props.isPlaceholder) return props.renderDefault(props)
  const { title, subtitle } = props as { title?: ReactNode; subtitle?: ReactNode }
  return (
    <Flex align="center" gap={2} padding={2}>
      <Card border tone="inherit" style={{ flex: 'none', minWidth: '2.0625rem', paddingBlock: '0.6rem' }}>
        <Text size={1} muted align="center">
          {mark}
        </Text>
      </Card>
      <Stack gap={2} flex={1}>
        <Text size={1} weight="medium" style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Text>
        {subtitle && (
          <Text size={1} muted textOverflow="ellipsis">
            {subtitle}
          </Text>
        )}
      </Stack>
    </Flex>
  )
}
