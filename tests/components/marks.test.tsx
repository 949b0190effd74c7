import { render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { draftEditionOf, pageEditionOf } from '#components/editions/page-edition.tsx'
import { ManualPage } from '#components/manual-page.tsx'
import { ChangesPage } from '#components/preview/changes.tsx'
import { changesOf } from '#lib/editions/changes.ts'
import type { Edition } from '#lib/editions/record.ts'
import { textOf } from '#lib/editions/text.ts'
import type { Manual } from '#lib/manual/index.ts'
import { manualWith, spoken } from './support.ts'

const noon = Date.parse('2026-11-26T12:00:00Z')
const edition = (number: number, before: Manual | undefined, after: Manual): Edition => ({
  number,
  opened: '2026-11-26T10:00:00Z',
  date: '2026-11-26T10:00:00Z',
  closesAt: '2026-11-26T10:30:00Z',
  isCorrection: false,
  changes: changesOf(before && textOf(before), textOf(after)),
})

/** The page of edition 14, which changed `before` into `after`. */
function published(before: Manual, after: Manual, latest: Partial<Edition> = {}) {
  const list = [{ ...edition(14, before, after), ...latest }, edition(13, undefined, before)]
  return render(<ManualPage manual={after} revision="18ab" edition={pageEditionOf(list, after, noon)} />)
}

/** The draft `after` of the published `before`, followed by its page of changes. */
function draft(before: Manual, after: Manual, isPublic = true, hasRecord = true) {
  const latest = hasRecord ? edition(14, undefined, before) : undefined
  const given = { latest, before: textOf(before), text: textOf(after) }
  const next = draftEditionOf({ ...given, manual: after, published: before, now: noon, isPublic })
  render(<ManualPage manual={after} revision="18ab" state="draft" edition={next} />)
  return render(<ChangesPage manual={after} revision="18ab" published={before} />).container
}

const seed = manualWith()
const principles = (seed.sections[1] as unknown as { principles: { _key: string }[] }).principles
const without = (...keys: string[]) =>
  manualWith({ principles: { principles: principles.filter(({ _key }) => !keys.includes(_key)) } })
const bars = (name = /^Ed\. 14/) => screen.queryAllByRole('link', { name })

describe('a change bar', () => {
  it('says which edition changed an entry, and how, and links to the difference', () => {
    published(without('design-for-the-operator'), seed)
    const [bar, ...others] = bars()
    expect(others).toEqual([])
    expect(bar).toHaveAccessibleName('Ed. 14 new in edition 14. See the difference.')
    expect(bar).toHaveAttribute('href', '/editions/13..14#principles-design-for-the-operator')
    expect(bar!.closest('li')).toHaveAttribute('id', 'principles-design-for-the-operator')
    const contents = screen.getByRole('navigation', { name: 'Contents' })
    const changed = within(contents).getAllByText(', changed')
    expect(changed.map((words) => spoken(words.closest('a')!))).toEqual([
      '§ 2 Engineering Principles, changed Rules I use when the answer is not obvious',
    ])
  })

  it('is missing at an entry whose key is shared with a retired entry', () => {
    const twins = principles.slice(0, 2).map((rule) => ({ ...rule, _key: 'same' }))
    const [before, after] = [twins, twins.slice(1)].map((list) =>
      manualWith({ principles: { principles: list } }),
    )
    published(before!, after!)
    expect(bars()).toEqual([])
  })

  it('is missing in the first edition, in which everything is new', () => {
    render(
      <ManualPage
        manual={seed}
        revision="18ab"
        edition={pageEditionOf([edition(1, undefined, seed)], seed, noon)}
      />,
    )
    expect(screen.queryByText(/See the difference/)).toBeNull()
    expect(screen.queryByText('Changed')).toBeNull()
  })

  it('marks the changes of the last edition that is not a correction', () => {
    const list = [
      { ...edition(15, seed, seed), isCorrection: true },
      edition(14, without('design-for-the-operator'), seed),
      edition(13, undefined, seed),
    ]
    render(<ManualPage manual={seed} revision="18ab" edition={pageEditionOf(list, seed, noon)} />)
    expect(bars()).toHaveLength(1)
    expect(screen.getByText('15')).toBeInTheDocument()
  })

  it("has the entry's current number, even if a correction moved the entry", () => {
    const keys = ['build-before-consuming', 'design-for-the-operator']
    const after = without(keys[0]!)
    const list = [
      { ...edition(15, seed, after), isCorrection: true },
      edition(14, without(...keys), seed),
      edition(13, undefined, without(...keys)),
    ]
    render(<ManualPage manual={after} revision="18ab" edition={pageEditionOf(list, after, noon)} />)
    const listed = screen.getByText('Changed').closest('dt')!.nextElementSibling as HTMLElement
    const links = within(listed).getAllByRole('link')
    const number = document.getElementById('principles-design-for-the-operator')!.querySelector('a')
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      [number!.textContent, '#principles-design-for-the-operator'],
    ])
  })

  it.each([
    ['the headline', { headline: 'I build systems.' }, 'I build systems to understand them.'],
    ['the line above it', { kicker: 'An operating manual' }, 'Personal operating manual'],
    ['the identity, in the head', { identity: 'Somebody / Manual' }, 'Identity / Operating Manual'],
    ['availability, in the head', { availability: null }, 'Open to systems conversations'],
  ])('is at %s when that changed', (_, fields, text) => {
    published(manualWith({ manual: fields }), seed)
    expect(bars()).toHaveLength(1)
    expect(bars()[0]!.parentElement).toContainElement(screen.getAllByText(text).at(-1)!)
    const contents = screen.getByRole('navigation', { name: 'Contents' })
    expect(spoken(within(contents).getByText(', changed').closest('a')!)).toMatch(/^Opening, changed/)
  })

  it('is at the changed paragraph of the introduction, and at no other', () => {
    const introduction = structuredClone(seed.opening.introduction!)
    introduction[1]!.children[0]!.text = 'It changes now and then.'
    published(manualWith({ manual: { introduction } }), seed)
    const part = bars()[0]!.parentElement!
    expect(spoken(part)).toMatch(/^This page is a working model/)
    expect(spoken(part)).not.toContain('I am a backend')
  })

  it('is at the headline for a text that was removed', () => {
    published(seed, manualWith({ manual: { kicker: null, availability: null } }))
    expect(bars()).toHaveLength(1)
    expect(within(bars()[0]!.parentElement!).getByRole('heading', { level: 1 })).toBeInTheDocument()
  })

  it('is at a section whose title changed, and at changed entries of every kind', () => {
    const changes = Object.fromEntries(seed.sections.map(({ _id }) => [_id, { lead: 'Another lead.' }]))
    published(manualWith(changes), seed)
    const regions = within(screen.getByRole('main')).getAllByRole('region')
    expect(bars().map((bar) => bar.closest('section')!.id)).toEqual(regions.map(({ id }) => id))
  })
})

describe('the title block', () => {
  it('names six changes, three on a phone, and counts the others', () => {
    published(
      without(...principles.map(({ _key }) => _key).slice(1)),
      manualWith({ now: { lead: 'L' }, history: { lead: 'L' }, models: { lead: 'L' }, shelf: { lead: 'L' } }),
    )
    const cell = screen.getByRole('link', { name: 'Changed' }).closest('div')!
    const items = within(cell).getAllByRole('listitem')
    expect(items.map(spoken)).toEqual([
      '§ 1 rewritten',
      '§ 2.2 new',
      '§ 2.3 new',
      '§ 2.4 new',
      '§ 2.5 new',
      '§ 2.6 new',
      '+ 6 moreand 3 more',
    ])
    expect(within(items.at(-1)!).getByRole('link')).toHaveAttribute('href', '/editions/13..14')
  })

  it('shows until when an edition is open, and marks its changes', () => {
    published(without('design-for-the-operator'), seed, { closesAt: '2026-11-26T12:20:00Z' })
    expect(screen.getByText('Open until 12:20 UTC')).toBeInTheDocument()
    expect(bars()).toHaveLength(1)
  })
})

describe('in a draft', () => {
  it("changes are marked even without a record, without an edition's number", () => {
    draft(without('design-for-the-operator'), seed, false, false)
    expect(bars(/^Draft/).map((bar) => bar.getAttribute('href'))).toEqual(['/?changes#_change-1-1'])
    expect(screen.getByRole('link', { name: 'Would change' })).toHaveAttribute('href', '/?changes')
    expect(screen.getAllByText('Revision')).not.toHaveLength(0)
    expect(screen.queryByText(/^Edition/)).toBeNull()
  })

  it('the title block names the next edition, the current one, and the changes', () => {
    draft(without('design-for-the-operator'), seed)
    const block = screen.getByRole('link', { name: 'Would change' }).closest('dl')!
    expect(spoken(block)).toBe('Edition15StatusDraftFromEdition 14Would change§ 2.6 new')
    expect(within(block).getByRole('link', { name: 'Edition' })).toHaveAttribute('href', '/editions')
  })

  const [older, latest, other] = [without('design-for-the-operator'), seed, without('make-state-visible')]
  it.each([
    ['says what edition 14 says', latest, {}, 'Edition14StatusDraft'],
    [
      'changes edition 14 while it is open',
      other,
      { closesAt: '2026-11-26T12:20:00Z' },
      'Edition14StatusDraft',
    ],
    ['changes edition 14 when it is closed', other, {}, 'Edition15StatusDraftFromEdition 14'],
    [
      'takes back what edition 14 changed while it is open',
      older,
      { closesAt: '2026-11-26T12:20:00Z' },
      'Edition13StatusDraftFromEdition 14',
    ],
    ['takes back what edition 14 changed when it is closed', older, {}, 'Edition15StatusDraftFromEdition 14'],
  ] as const)('the title block of one that %s names each edition once', (_, after, changes, said) => {
    const next = draftEditionOf({
      latest: { ...edition(14, older, latest), ...changes },
      before: textOf(latest),
      previous: { edition: edition(13, undefined, older), text: textOf(older) },
      text: textOf(after),
      manual: after,
      published: latest,
      now: noon,
      isPublic: true,
    })
    render(<ManualPage manual={after} revision="18ab" state="draft" edition={next} />)
    const block = screen.getByText('Status').closest('dl')!
    expect(spoken(block).replace(/Would change.*/, '')).toBe(said)
  })

  it('there are no links to pages that readers do not have', () => {
    draft(without('design-for-the-operator'), seed, false)
    expect(screen.queryByRole('link', { name: 'Edition' })).toBeNull()
    for (const { href } of screen.getAllByRole<HTMLAnchorElement>('link'))
      expect(href).not.toContain('/editions')
  })

  it('nothing is marked if there are no changes', () => {
    draft(seed, seed)
    expect(screen.queryByText('Would change')).toBeNull()
    expect(bars(/^Draft/)).toEqual([])
    expect(screen.getByText('14')).toBeInTheDocument()
  })

  it('each bar links to the changed words, whether added, changed or removed', () => {
    const before = without('design-for-the-operator')
    const after = manualWith({
      manual: { headline: 'I build.', sections: manualSections().filter(({ _ref }) => _ref !== 'outside') },
      principles: { principles: principles.filter(({ _key }) => _key !== 'optimize-for-depth') },
      history: { lead: 'Another lead.' },
    })
    const changes = draft(before, after)
    const marks = bars(/^Draft/)
    expect(marks.map((mark) => mark.textContent)).toEqual([
      'Draft rewritten in this draft. See the difference.',
      'Draft retired in this draft. See the difference.',
      'Draft new in this draft. See the difference.',
      'Draft rewritten in this draft. See the difference.',
      'Draft retired in this draft. See the difference.',
    ])
    const words = marks.map((mark) => {
      const [page, fragment] = mark.getAttribute('href')!.split('#')
      expect(page).toBe('/?changes')
      return spoken(changes.querySelector(`#${fragment}`)!)
    })
    expect(words[0]).toContain('Added: I build.')
    expect(words[1]).toMatch(/^§ 2\.3Optimize For DepthRemoved/)
    expect(words[2]).toMatch(/^§ 2\.5Design For The OperatorAdded/)
    expect(words[3]).toContain('Another lead.')
    expect(words[4]).toMatch(/^§ 7 Outside EngineeringRemoved/)
  })

  it('a removed entry leaves a mark at its place', () => {
    draft(seed, without('build-before-consuming', 'failure-is-information', 'design-for-the-operator'))
    const list = screen.getByRole('heading', { name: 'Tradeoffs Over Technologies' }).closest('ol')!
    expect(
      within(list)
        .getAllByRole('heading')
        .map((heading) => [spoken(heading), heading.innerHTML.startsWith('<del>')]),
    ).toEqual([
      ['Build Before Consuming', true],
      ['Tradeoffs Over Technologies', false],
      ['Optimize For Depth', false],
      ['Failure Is Information', true],
      ['Make State Visible', false],
      ['Design For The Operator', true],
    ])
  })

  it('a removed section leaves a mark between its neighbours, even the first and the last', () => {
    const sections = manualSections().filter(({ _ref }) => !['now', 'exploration', 'writing'].includes(_ref))
    draft(seed, manualWith({ manual: { sections } }))
    const main = screen.getAllByRole('main')[0]!
    const strips = [...main.querySelectorAll('section > :first-child')].map((strip) => spoken(strip))
    expect(strips).toEqual([
      '§ 1 NowDraft retired in this draft. See the difference.',
      '§ 1 Engineering Principles',
      '§ 2 History',
      '§ 4 Exploration AreasDraft retired in this draft. See the difference.',
      '§ 3 Mental Models',
      '§ 4 Shelf',
      '§ 5 Outside Engineering',
      '§ 8 Writing PhilosophyDraft retired in this draft. See the difference.',
    ])
  })
})

/** The references of the seed's manual to its sections. */
function manualSections() {
  return seed.sections.map(({ _id }) => ({ _key: _id, _ref: _id }))
}
