import type { ReactNode } from 'react'
import type { SectionKind } from '#lib/manual/index.ts'
import { Exploration } from './exploration.tsx'
import { History } from './history.tsx'
import { MentalModels } from './mental-models.tsx'
import { Now } from './now.tsx'
import { Principles } from './principles.tsx'
import { ProseSection } from './prose.tsx'
import { Shelf } from './shelf.tsx'
import type { Marked, SectionProps } from './section-frame.tsx'

const components = {
  nowSection: Now,
  principlesSection: Principles,
  historySection: History,
  explorationSection: Exploration,
  mentalModelsSection: MentalModels,
  shelfSection: Shelf,
  proseSection: ProseSection,
} satisfies { [Kind in SectionKind]: (props: SectionProps<Kind>) => ReactNode }

/** Renders a section with the component of its kind. */
export function renderSection(props: Omit<SectionProps<SectionKind>, 'section'> & { section: Marked }) {
  const Component = components[props.section._type] as (props: SectionProps<SectionKind>) => ReactNode
  return <Component key={props.section._id} {...props} />
}
