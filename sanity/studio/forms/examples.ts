import type { SectionKind } from '#lib/manual/sections.ts'

/** An example of an entry for each kind of section, shown in a form that is still empty. */
export const examples: Record<SectionKind, { field: string; text: string }> = {
  nowSection: {
    field: 'readings',
    text: 'Currently building: a fault injector for file systems. To see what programs believe about fsync.',
  },
  principlesSection: {
    field: 'principles',
    text: 'Delete before you add. What is not there cannot fail, and nobody has to read it.',
  },
  historySection: {
    field: 'entries',
    text: '2019 · Ran a database for other people. From then on my questions were about what happens at night.',
  },
  explorationSection: { field: 'domains', text: 'Storage: write amplification · checksums · tape' },
  mentalModelsSection: {
    field: 'models',
    text: 'From queue to promise. A queue is a promise to do it later: it needs a limit, like any promise.',
  },
  shelfSection: { field: 'shelves', text: 'Reading again: “The Design of Everyday Things”, for its doors.' },
  proseSection: {
    field: 'body',
    text: 'I repair bicycles. A wheel is the only structure I know that is honest about its tension.',
  },
}
