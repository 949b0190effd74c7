import type { ComponentType, ReactNode } from 'react'
import type { SectionKind } from '#lib/manual/sections.ts'

/** An icon in the size and colour of the text around it, on Sanity's grid of 25. */
function icon(name: string, content: ReactNode): ComponentType {
  const Icon = () => (
    <svg data-sanity-icon={name} width="1em" height="1em" viewBox="0 0 25 25" fill="none" aria-hidden="true">
      {content}
    </svg>
  )
  Icon.displayName = `Icon(${name})`
  return Icon
}

/** As a path, for signs that the Studio's font does not have. */
const drawn = (name: string, path: string) =>
  icon(name, <path d={path} stroke="currentColor" strokeWidth={1.2} strokeLinejoin="round" />)

/** As text in the Studio's font, for characters that every font has. */
const set = (text: string, size: number) =>
  icon(
    text,
    <text
      x="12.5"
      y="13"
      fill="currentColor"
      fontFamily="Inter, sans-serif"
      fontSize={size}
      textAnchor="middle"
      dominantBaseline="central"
    >
      {text}
    </text>,
  )

/** The icon of the Studio and of the `manual` document. */
export const ManualIcon = set('§', 20)

/** The icon of the list of sections to review. */
export const DueIcon = set('?', 17)

/** The icon of each kind of section. */
export const icons: Record<SectionKind, ComponentType> = {
  // In this order: an instrument, numbered rules, a timeline, a matrix, an arrow, things on a board,
  // paragraphs.
  nowSection: drawn(
    'now',
    'M12.5 5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15M12.5 12.5L16 9M12.5 5v2M20 12.5h-2M5 12.5h2',
  ),
  principlesSection: drawn('principles', 'M5.5 7h2M10 7h9.5M5.5 12.5h2M10 12.5h9.5M5.5 18h2M10 18h9.5'),
  historySection: drawn(
    'history',
    'M8 4.5v16M11.5 7.5h8M11.5 12.5h8M11.5 17.5h8M6.5 7.5h3M6.5 12.5h3M6.5 17.5h3',
  ),
  explorationSection: drawn('exploration', 'M5 5h15v15h-15zM5 10h15M5 15h15M10 5v15M15 5v15'),
  mentalModelsSection: drawn('mental-models', 'M4.5 12.5h16M14.5 6.5l6 6l-6 6'),
  shelfSection: drawn(
    'shelf',
    'M4.5 19.5h16M6.5 19.5v-13h3v13M9.5 19.5v-10h3v10M14 19.3l2.5-11.5l3 .7l-2.4 10.8',
  ),
  proseSection: drawn('prose', 'M5 6.5h15M5 10.5h15M5 14.5h15M5 18.5h9'),
}

const numerals = new Map<number, ComponentType>()

/** A section's number as an icon. Returns the same component for the same number, so that React keeps it. */
export function numeral(number: number): ComponentType {
  const known = numerals.get(number) ?? set(String(number), 17)
  numerals.set(number, known)
  return known
}
