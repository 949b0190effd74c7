import { Stack, Text } from '@sanity/ui'
import { createContext, useContext, useMemo, type FocusEvent, type ReactNode } from 'react'
import { pathToString, type FieldProps, type Path } from 'sanity'
// The rows of lists read their marks from it. Sanity has no setting for when a problem is shown.
import { ValidationContext } from 'sanity/_singletons'
import { isEmpty, isShown, leaveFields, useLeftFields } from './left-fields.ts'

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
  const shown = useMemo(
    () => validation.filter(({ path }) => isShown(path, document, fields)),
    [validation, document, fields],
  )
  const context = useMemo(() => ({ id, fields }), [id, fields])
  return (
    <ErrorsContext.Provider value={context}>
      <ValidationContext.Provider value={shown}>{children}</ValidationContext.Provider>
    </ErrorsContext.Provider>
  )
}

/** Whether a field is empty, and the author has not left it. */
export function useIsCalm(path: Path, value: unknown): boolean {
  const errors = useContext(ErrorsContext)
  return errors !== undefined && isEmpty(value) && !errors.fields.has(pathToString(path))
}

/** A field, with its errors in words below: Sanity has them in a tooltip, which a phone cannot show. */
export function Field(props: FieldProps) {
  const { path, value } = props
  const errors = useContext(ErrorsContext)
  const isCalm = useIsCalm(path, value)
  const validation = isCalm ? [] : props.validation
  const onBlur = ({ currentTarget, target, relatedTarget }: FocusEvent) => {
    // Not when the window loses the focus, and not within the field.
    if (document.activeElement === target || currentTarget.contains(relatedTarget)) return
    if (errors) leaveFields(errors.id, [path])
  }
  return (
    <Stack gap={3} onBlur={onBlur}>
      {props.renderDefault({ ...props, validation } as never)}
      {errors &&
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

/** "This is missing", without what the field is for, which is above. */
const withoutPurpose = (message: string) => message.replace(/^(This [^.]*)\. .*$/s, '$1')
