import { useMemo } from 'react'
import type { ObjectInputProps, ReferenceOptions, ReferenceSchemaType, ReferenceTypeOption } from 'sanity'
import { useOutlineRows } from '../use-outline-rows.ts'
import { currentDocuments, type OutlineRow } from '../outline.ts'

/** The field of a line of the manual's list, in which a section is chosen or created. */
export function SectionChoice(props: ObjectInputProps) {
  const { schemaType } = props
  const rows = useOutlineRows()
  const hasNow = rows === undefined || isThereNow(rows)
  const filtered = useMemo(() => {
    const creationTypeFilter: ReferenceOptions['creationTypeFilter'] = ({ document }, kinds) =>
      creatable(kinds, hasNow, document['sections'])
    const options = { ...(schemaType as ReferenceSchemaType).options, creationTypeFilter }
    return Object.create(schemaType, { options: { value: options } }) as typeof schemaType
  }, [schemaType, hasNow])
  return props.renderDefault({ ...props, schemaType: filtered })
}

/** Whether there is a Now, as a draft or published, on the page or not. */
export const isThereNow = (rows: readonly OutlineRow[]) =>
  [...currentDocuments(rows).values()].some(({ _type }) => _type === 'nowSection')

/**
 * The kinds of section that can be created: no second Now, since readers are led to the first at `/now`.
 *
 * @param sections the manual's list, as it is in the form. A section that was created in it is not stored before
 *   something is written in it.
 */
export function creatable(
  kinds: ReferenceTypeOption[],
  hasNow: boolean,
  sections: unknown,
): ReferenceTypeOption[] {
  const lines = Array.isArray(sections) ? (sections as (NewLine | null)[]) : []
  const isBegun = lines.some((line) => line?._strengthenOnPublish?.type === 'nowSection')
  return kinds.filter(({ type }) => type !== 'nowSection' || !(hasNow || isBegun))
}

interface NewLine {
  _strengthenOnPublish?: { type?: unknown }
}
