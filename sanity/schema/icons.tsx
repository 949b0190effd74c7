import type { ComponentType } from 'react'
import type { SectionKind } from '#lib/manual/sections.ts'

/** A mark set in type, instead of a drawn icon: it takes the size and the colour of the text around it. */
function glyph(text: string, size = 19): ComponentType {
  const Glyph = () => (
    <svg data-sanity-icon={text} width="1em" height="1em" viewBox="0 0 25 25" fill="none" aria-hidden="true">
      <text
        x="12.5"
        y="13"
        fill="currentColor"
        fontFamily="Georgia, 'Times New Roman', serif"
        fontSize={size}
        textAnchor="middle"
        dominantBaseline="central"
      >
        {text}
      </text>
    </svg>
  )
  Glyph.displayName = `Glyph(${text})`
  return Glyph
}

/** The mark of the manual: the Studio's icon, and that of the `manual` document. */
export const ManualIcon = glyph('§', 22)

/** The mark of what its author should look at again. */
export const DueIcon = glyph('?', 17)

/** One mark for each kind of section. */
export const icons: Record<SectionKind, ComponentType> = {
  nowSection: glyph('◉', 17),
  principlesSection: glyph('¶'),
  historySection: glyph('↓'),
  explorationSection: glyph('⌗'),
  mentalModelsSection: glyph('→'),
  shelfSection: glyph('≡'),
  proseSection: glyph('“', 26),
}

const numerals = new Map<number, ComponentType>()

/** The number of a section in the margin of the manual. The same number is always the same component. */
export function numeral(number: number): ComponentType {
  const known = numerals.get(number) ?? glyph(String(number), 17)
  numerals.set(number, known)
  return known
}
