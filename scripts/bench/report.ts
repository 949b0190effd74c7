import { cpus, loadavg, totalmem, type } from 'node:os'
import type { RecordCost } from './editions.ts'
import { fridayGoals, fridayReport, type FridayJob } from './friday.ts'
import { median, percentile, type Paint, type Publishes, type Weight } from './measure.ts'

export interface Measured {
  name: string
  weight: Weight
  /** One for each round. */
  rates: number[]
  paints: Paint[]
}

const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
const ms = (value: number) => `${Math.round(value)} ms`
const times = (ratio: number) => `${ratio.toFixed(2)}×`
const scores = ({ paints }: Measured) =>
  [0, 1, 2, 3].map((at) => median(paints.map((paint) => paint.scores[at] ?? 0)))
const firstView = ({ documents, styles }: Weight) => documents + styles

/** The measurements as a Markdown document. The first of the measured is this site. */
export function report(
  measured: readonly Measured[],
  publishes: Publishes,
  previewed: Readonly<Record<'desk' | 'phone', readonly number[]>>,
  [one, many, redaction]: readonly [RecordCost, RecordCost, number],
  isPinned: boolean,
  friday: readonly FridayJob[],
): string {
  const [site, hand, next] = measured as [Measured, Measured, Measured]
  const rows: [label: string, cell: (of: Measured) => string][] = [
    ['HTML and CSS, compressed', ({ weight }) => kB(firstView(weight))],
    ['JavaScript, compressed', ({ weight }) => kB(weight.scripts)],
    ['Fonts', ({ weight }) => kB(weight.fonts)],
    ['All of the first view', ({ weight }) => kB(weight.total)],
    ['Requests of the first view', ({ weight }) => String(weight.requests)],
    ['Requests per second, compressed', ({ rates }) => Math.round(median(rates)).toLocaleString('en')],
    ['Largest contentful paint', ({ paints }) => ms(median(paints.map(({ lcp }) => lcp)))],
    ['Total blocking time', ({ paints }) => ms(median(paints.map(({ tbt }) => tbt)))],
    ['Cumulative layout shift', ({ paints }) => median(paints.map(({ cls }) => cls)).toFixed(3)],
    ['Lighthouse: performance, accessibility, best practices, SEO', (of) => scores(of).join(' / ')],
  ]
  const lcp = ({ paints }: Measured) => median(paints.map((paint) => paint.lcp))
  const goals: [goal: string, value: string, isMet: boolean][] = [
    ['First view at most 14 kB', kB(firstView(site.weight)), firstView(site.weight) <= 14_000],
    goal(
      'First view at most 1.6× the hand-written page',
      firstView(site.weight) / firstView(hand.weight),
      1.6,
    ),
    goal('LCP at most 1.1× the hand-written page', lcp(site) / lcp(hand), 1.1),
    ['No JavaScript files', kB(site.weight.scripts), site.weight.scripts === 0],
    ['Fonts at most 60 kB', kB(site.weight.fonts), site.weight.fonts <= 60_000],
    ratio('Requests per second at least 2× plain Next.js', median(site.rates) / median(next.rates), 2),
    [
      'Publish to new HTML: p95 under 150 ms',
      `p50 ${ms(percentile(publishes.times, 0.5))}, p95 ${ms(percentile(publishes.times, 0.95))}`,
      percentile(publishes.times, 0.95) < 150,
    ],
    typing('desk', previewed.desk),
    typing('phone', previewed.phone),
    ...fridayGoals(friday),
    ratio(
      `\`/\` with ${many.editions} editions at least 0.9× as often as with one`,
      median(many.page) / median(one.page),
      0.9,
    ),
    ratio(
      `\`/editions\` with ${many.editions} editions at least 0.5× as often as with one (it has fifty of them)`,
      median(many.story) / median(one.story),
      0.5,
    ),
    [
      `Publish to new HTML with ${many.editions} editions: p50 at most 30 ms more than with one`,
      `${ms(percentile(one.published.times, 0.5))} and ${ms(percentile(many.published.times, 0.5))}`,
      percentile(many.published.times, 0.5) - percentile(one.published.times, 0.5) <= 30,
    ],
    [
      `A passage taken out of ${many.editions - 1} editions by command: at most 30 s`,
      ms(redaction),
      redaction <= 30_000,
    ],
    ['Lighthouse 100 in all four', scores(site).join(' / '), scores(site).every((score) => score === 100)],
    [
      'No stale answer after a publish',
      String(publishes.stale + many.published.stale),
      publishes.stale + many.published.stale === 0,
    ],
  ]
  const { model } = cpus()[0] as { model: string }
  return `# Performance

\`npm run bench\` measures this site beside a hand-written page and a plain Next.js page, in one run on one machine, and writes this
file. The ratios carry over to other machines; the absolute numbers do not.

| | ${measured.map(({ name }) => name).join(' | ')} |
| --- | ${measured.map(() => '---: |').join(' ')}
${rows.map(([label, cell]) => `| ${label} | ${measured.map(cell).join(' | ')} |`).join('\n')}

| Goal | Measured | |
| --- | ---: | --- |
${goals.map(([name, value, isMet]) => `| ${name} | ${value} | ${isMet ? 'met' : '**missed**'} |`).join('\n')}

## What was measured

- **This site**: the production server of this project, with its first dataset, its Content Lake and its Studio in the same process.
- **Hand-written**: the same page as one HTML file, its styles in it, and its fonts, served from memory and compressed in advance.
  It is made from the page that the site serves, without what the framework adds: generated class names, attributes, the styles of
  other pages (\`scripts/bench/page.ts\`).
- **Plain Next.js**: the same elements, text and style sheet in the plainest application of the same version, run by \`next start\`.
- Bytes are response bodies on the wire, when Chromium loads the page for the first time; icons are not counted.
- Requests per second: the median of ${site.rates.length} rounds in turns, 20 connections, \`Accept-Encoding: gzip, deflate, br\`${isPinned ? '; each server on the first core alone, the load generator on the others' : '; no process was pinned to a core'}.
  \`next start\` compresses every response, with gzip; the other two have compressed theirs already.
- Paint and scores: the median of ${site.paints.length} runs of Lighthouse with its defaults (a simulated phone on a slow network), in turns.
- Publish: ${publishes.times.length} drafts published through the site's own Content Lake with Sanity's client, one after the other, on every
  core. The time runs from the request to publish until a reader who asks then has the whole new page.
- Records: two more sites of this project in turns, whose manuals have a record of one edition and of ${many.editions}.
  Publishes rewrite the latest edition or make another one meanwhile. In the end the large site is stopped, and its record redacted.
- Typing to seeing: ${previewed.desk.length} words, typed key by key into a field in the Studio's Presentation tool, from the last key of each until the
  word is in the page beside the form (desk, 1440 × 900) or behind it (phone, 390 × 844).

${fridayReport(friday)}
## The machine

${model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${type()}, Node.js ${process.versions.node}. Load average over
the last five minutes of the run: ${loadavg()[1]?.toFixed(1)}.
`
}

const typing = (device: string, times: readonly number[]): [string, string, boolean] => [
  `Typing to seeing, ${device}: p50 at most 300 ms, p95 at most 1 s`,
  `p50 ${ms(percentile(times, 0.5))}, p95 ${ms(percentile(times, 0.95))}`,
  percentile(times, 0.5) <= 300 && percentile(times, 0.95) <= 1000,
]
const goal = (name: string, value: number, most: number): [string, string, boolean] => [
  name,
  times(value),
  value <= most,
]
const ratio = (name: string, value: number, least: number): [string, string, boolean] => [
  name,
  times(value),
  value >= least,
]
