import { Stack, Text } from '@sanity/ui'
import { createContext, useContext, useMemo, useRef, type FocusEvent, type ReactNode } from 'react'
import type { FieldProps, Path, PrimitiveItemProps } from 'sanity'
// The rows of lists read their marks from it. Sanity has no setting for when a problem is shown.
import { ValidationContext } from 'sanity/_singletons'
import { isShown, leaveFields, shownIn, useLeftFields } from './left-fields.ts'

const ErrorsContext = createContext<{ id: string; fields: ReadonlySet<string> } | undefined>(undefined)

interface ErrorsProps {
  document: { _id?: unknown } | undefined
  children: ReactNode
}

/** A form in which an empty field has no mark until the author leaves it, or presses Publish. */
export function Errors({ document, children }: ErrorsProps) {
  const id = String(document?._id ?? '')
  const fields = useLeftFields(id)
  const validation = useContext(ValidationContext)
  const shown = useMemo(() => shownIn(validation, document, fields), [validation, document, fields])
  const context = useMemo(() => ({ id, fields }), [id, fields])
  return (
    <ErrorsContext.Provider value={context}>
      <ValidationContext.Provider value={shown}>{children}</ValidationContext.Provider>
    </ErrorsContext.Provider>
  )
}

/** The problems with a field, or with an item of a list, that are to be shown. */
export function useShown<Problem extends { path: Path; message: string }>(
  validation: Problem[],
  value: unknown,
): Problem[] {
  const errors = useContext(ErrorsContext)
  return errors ? validation.filter((problem) => isShown(problem, value, errors.fields)) : validation
}

const typedIn = 'input, textarea, select, [contenteditable]'

/**
 * Handlers that notice when the author leaves a field. Not when the window loses the focus, and not when the form had
 * put the focus there, as it does in a new section or entry.
 */
function useLeave(path: Path) {
  const errors = useContext(ErrorsContext)
  const isUsed = useRef(false)
  const use = () => {
    isUsed.current = true
  }
  const onBlur = ({ currentTarget, target, relatedTarget }: FocusEvent) => {
    const stays = document.activeElement === target || currentTarget.contains(relatedTarget)
    if (errors && isUsed.current && target.matches(typedIn) && !stays) leaveFields(errors.id, [path])
  }
  return { onBlur, onKeyDown: use, onPointerDown: use }
}

/** A field, with its errors in words below: Sanity has them in a tooltip, which a phone cannot show. */
export function Field(props: FieldProps) {
  const validation = useShown(props.validation, props.value)
  const hasWords = useContext(ErrorsContext) !== undefined
  return (
    <Stack gap={3} {...useLeave(props.path)}>
      {props.renderDefault({ ...props, validation } as never)}
      {hasWords &&
        validation
          .filter(({ level }) => level === 'error')
          .map(({ message }) => (
            <Text key={message} size={1} style={{ color: 'var(--card-badge-critical-fg-color)' }}>
              {withoutPurpose(message)}
            </Text>
          ))}
    </Stack>
  )
}

/** An item of a list of texts. */
export function TextItem(props: PrimitiveItemProps) {
  const validation = useShown(props.validation, props.value)
  return <div {...useLeave(props.path)}>{props.renderDefault({ ...props, validation })}</div>
}

/** "This is missing", without what the field is for, which is above. */
const withoutPurpose = (message: string) => message.replace(/^(This [^.]*)\. .*$/s, '$1')
