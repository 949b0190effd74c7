import {
  isArrayOfBlocksInputProps,
  isArrayOfObjectsInputProps,
  isArrayOfPrimitivesInputProps,
  isKeySegment,
  isObjectInputProps,
  isObjectItemProps,
  isStringInputProps,
  type ArraySchemaType,
  type InputProps,
  type ItemProps,
  type PrimitiveItemProps,
} from 'sanity'
import { isSectionKind } from '#lib/manual/sections.ts'
import { isEmpty } from '#sanity/schema/empty.ts'
import { RecordInput } from '../editions/record-input.tsx'
import { withKeyRepair } from './add-keys.tsx'
import { Field, TextItem } from './errors.tsx'
import { FormFrame } from './form-frame.tsx'
import { AddEntry, asList, EntryPreview, EntryRow, ItemRow } from './entries.tsx'
import { EntryInput } from './entry-input.tsx'
import { LineInput } from './line-input.tsx'
import { ManualForm } from './manual-form.tsx'
import { EntryContext } from './section-context.ts'
import { NameInput } from './name-input.tsx'
import { ProseInput } from './prose-input.tsx'
import { SectionChoice } from './section-choice.tsx'
import { SectionForm } from './section-form.tsx'
import { SectionLine } from './section-line.tsx'

/** Our own form components; everything else is the Studio's. */
export const formComponents = { input: Input, field: Field, item: Item, preview: EntryPreview }

function Input(given: InputProps) {
  const props = isObjectInputProps(given) ? { ...given, members: withKeyRepair(given) } : given
  if (isObjectInputProps(props) && props.path.length === 0) {
    const { schemaType } = props
    const form = isSectionKind(schemaType.name) ? (
      <SectionForm {...props} />
    ) : (
      schemaType.name === 'manual' && <ManualForm {...props} />
    )
    if (form) return <FormFrame {...props}>{form}</FormFrame>
  }
  if (isObjectInputProps(props) && isKeySegment(props.path.at(-1) ?? ''))
    return props.schemaType.name === 'reference' ? <SectionChoice {...props} /> : <EntryInput {...props} />
  if (isStringInputProps(props) && props.path.join() === 'eyebrow') return <NameInput {...props} />
  if (isStringInputProps(props) && props.path.join() === 'record') return <RecordInput {...props} />
  const { schemaType } = props
  // Not dates, addresses, texts and choices, which are strings too.
  if (isStringInputProps(props) && schemaType.name === 'string' && !schemaType.options?.list)
    return <LineInput {...props} />
  const shown = isEmpty(props.value) ? calm(props) : props
  // Prose is a list too, but needs neither a button to add blocks nor a placeholder.
  if (isArrayOfBlocksInputProps(shown)) return <ProseInput {...shown} />
  if (isArrayOfObjectsInputProps(props) || isArrayOfPrimitivesInputProps(props))
    return props.renderDefault({
      ...shown,
      schemaType: asList(schemaType as ArraySchemaType),
      arrayFunctions: AddEntry,
    } as unknown as typeof props)
  return props.renderDefault(shown)
}

const calm = (props: InputProps) =>
  ({ ...props, validation: [], validationError: undefined }) as unknown as InputProps

function Item(given: ItemProps) {
  const props = { ...given, parentSchemaType: asList(given.parentSchemaType) } as ItemProps
  if (isObjectItemProps(props) && props.schemaType.name === 'reference') return <SectionLine {...props} />
  // `readings[0]` is an entry of the section. `shelves[0].items[0]` is not, and has no number.
  if (isObjectItemProps(props) && props.path.length === 2) return <EntryRow {...props} />
  if (!isObjectItemProps(props)) return <TextItem {...(props as PrimitiveItemProps)} />
  return (
    <EntryContext.Provider value={undefined}>
      <ItemRow {...props} />
    </EntryContext.Provider>
  )
}
