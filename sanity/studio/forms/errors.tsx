import { Stack, Text } from '@sanity/ui'
import { createContext, useContext, useMemo, type FocusEvent, type ReactNode } from 'react'
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

/** Handles that the focus leaves a field. */
function useLeave(path: Path) {
  const errors = useContext(ErrorsContext)
  return ({ currentTarget, target, relatedTarget }: FocusEvent) => {
    // Not when the window loses the focus, and not within the field.
    if (document.activeElement === target || currentTarget.contains(relatedTarget)) return
    if (errors) leaveFields(errors.id, [path])
  }
}

/** A field, with its errors in words below: Sanity has them in a tooltip, which a phone cannot show. */
export function Field(props: FieldProps) {
  const validation = useShown(props.validation, props.value)
  const hasWords = useContext(ErrorsContext) !== undefined
  return (
    <Stack gap={3} onBlur={useLeave(props.path)}>
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
  return <div onBlur={useLeave(props.path)}>{props.renderDefault({ ...props, validation })}</div>
}

/** "This is missing", without what the field is for, which is above. */
const withoutPurpose = (message: string) => message.replace(/^(This [^.]*)\. .*$/s, '$1')
