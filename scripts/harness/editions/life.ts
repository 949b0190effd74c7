import type { SanityClient } from '@sanity/client'
import * as fc from 'fast-check'
import { hashOf, readText, saysTheSame, textOf, type EditionText } from '#lib/editions/text.ts'
import { parseManual } from '#lib/manual/index.ts'
import { manualQuery } from '#sanity/content/queries.ts'
import { readerBy } from '#sanity/editions/connection.ts'
import { dying, start, startWorld, type Instance, type Stored, type World } from './world.ts'

/** A text that is in drafts only, and must not get into any edition. */
const canary = 'CANARYDRAFT'

const section = (_id: string, _type: string, fields: object) => ({
  _id,
  _type,
  eyebrow: _id,
  anchor: _id,
  title: _id,
  ...fields,
})
const rules = section('rules', 'principlesSection', {
  principles: [{ _key: 'a', title: 'A', body: 'Because.' }],
})
const shelf = section('shelf', 'shelfSection', { shelves: [] })
const seed = () => [
  {
    _id: 'manual',
    _type: 'manual',
    identity: 'Manual',
    headline: 'Zero',
    record: 'public',
    sections: ['rules', 'shelf'].map((_ref) => ({ _key: _ref, _type: 'reference', _ref, _weak: true })),
  },
  rules,
  shelf,
  ...[rules, shelf].map((document) => ({ ...document, _id: `drafts.${document._id}`, title: canary })),
]

type Published =
  /**
   * A publish, followed by a read or not: other words, a confirmation, or a section that is deleted,
   * restored, broken or mended.
   */
  | { do: 'headline'; text: string; isRead: boolean }
  | { do: 'confirm'; isRead: boolean }
  | { do: 'shelf'; state: 'away' | 'there' | 'broken'; isRead: boolean }
  | { do: 'record'; value: string; isRead: boolean }

type Step =
  | Published
  /** Advances the Content Lake's clock, in seconds. */
  | { do: 'pass'; seconds: number }
  /** Reads the page of a process. */
  | { do: 'read'; at: number }
  | { do: 'look'; at: number; times: number }
  /** Kills a process during a write, before or after it is stored, and starts another. */
  | { do: 'kill'; at: number; when: 'before' | 'after' }
  /** Stops notifying a process of changes, until its next `look`. */
  | { do: 'deaf'; at: number }
  | { do: 'settle'; minutes: number }
  /** Kills all processes, publishes these changes, and starts the processes again. */
  | { do: 'down'; published: Published[]; seconds: number }

const choose = fc.constantFrom
const at = fc.nat({ max: 2 })
const isRead = fc.boolean()
const settings = [0, 1, 30, 600]
const published = fc.oneof(
  fc.record({ do: choose('headline' as const), text: choose('Zero', 'One', 'Two'), isRead }),
  fc.record({ do: choose('confirm' as const), isRead }),
  fc.record({ do: choose('shelf' as const), state: choose('away', 'there', 'broken'), isRead }),
  fc.record({ do: choose('record' as const), value: choose('public', 'private', 'off', 'nonsense'), isRead }),
)
const around = fc.oneof(
  fc.record({ do: choose('read' as const), at }),
  fc.record({ do: choose('look' as const), at, times: choose(1, 3, 20) }),
  fc.record({ do: choose('kill' as const), at, when: choose('before', 'after') }),
  fc.record({ do: choose('deaf' as const), at }),
  fc.record({ do: choose('settle' as const), minutes: choose(...settings) }),
  fc.record({
    do: choose('down' as const),
    published: fc.array(published as fc.Arbitrary<Published>, { minLength: 1, maxLength: 3 }),
    seconds: fc.integer({ min: 1, max: 4000 }),
  }),
)
const forwards = fc.record({ do: choose('pass' as const), seconds: fc.integer({ min: 1, max: 4000 }) })
const jumps = fc.record({ do: choose('pass' as const), seconds: fc.integer({ min: -400_000, max: 400_000 }) })

/** One generated sequence of steps, with what readers were served and what happened. */
class Life {
  readonly world: World
  readonly processes: Instance[] = []
  /** By edition: the last text that was served as it by a process that knew every change. */
  readonly served = new Map<number, EditionText>()
  /** The times of all publishes, to the second. */
  readonly moments = new Set<string>()
  /** Each edition as it was when first seen closed. */
  readonly closed = new Map<number, Stored>()
  minutes = 30

  constructor(world: World) {
    this.world = world
    this.moments.add(new Date(start).toISOString().slice(0, 19))
  }

  second = () => new Date(this.world.now).toISOString().slice(0, 19)

  begin(intercept = (writer: SanityClient) => writer) {
    return this.world.start({ EDITION_SETTLE_MINUTES: String(this.minutes) }, { intercept })
  }

  begin3() {
    while (this.processes.length < 3) this.processes.push(this.begin())
  }

  async settled() {
    for (const { record } of this.processes) await record.lookNow()
  }

  /**
   * Waits for writes under way. What is published while an edition is being made of what was there before is
   * shown under the number of that edition, until it is stored.
   */
  async written() {
    for (const process of this.processes)
      if (this.world.instances.has(process)) await process.record.lookNow()
  }

  async textNow(before?: EditionText): Promise<EditionText> {
    const { manual, unavailableIds } = parseManual(await this.world.client.fetch<unknown>(manualQuery))
    return textOf(manual, unavailableIds, before)
  }

  async step(step: Step) {
    const { world, processes } = this
    const one = processes['at' in step ? step.at : 0]
    if (!one && 'at' in step) return
    if ('isRead' in step && step.isRead) await this.written()
    switch (step.do) {
      case 'headline':
        await world.publish({ headline: step.text })
        break
      case 'confirm':
        await world.publish({ confirmed: this.second().slice(0, 10) }, 'rules')
        break
      case 'shelf':
        if (step.state === 'away') await world.client.delete('shelf')
        else
          await world.client.createOrReplace({
            ...shelf,
            ...(step.state === 'broken' && { anchor: 'not an anchor' }),
          })
        break
      case 'record':
        await world.publish({ record: step.value })
        break
      case 'pass':
        world.now += step.seconds * 1000
        return
      case 'settle':
        this.minutes = step.minutes
        return
      case 'deaf':
        await one!.record.lookNow()
        world.instances.delete(one!)
        return
      case 'down':
        await this.settled()
        for (const process of processes.splice(0)) world.kill(process)
        for (const change of step.published) {
          await this.step(change)
          world.now += step.seconds * 1000
        }
        this.begin3()
        await this.settled()
        return
      case 'kill': {
        world.kill(one!)
        const victim = this.begin((writer) => dying(writer, step.when))
        await victim.record.lookNow()
        world.kill(victim)
        processes[step.at] = this.begin()
        return
      }
      case 'look':
        if (!world.instances.has(one!)) one!.published.expire()
        world.instances.add(one!)
        await Promise.all(Array.from({ length: step.times }, () => one!.record.lookNow()))
        return
      case 'read':
        await this.written()
        await this.read(one!)
        return
    }
    // The time by the Content Lake's clock. After a small correction of the clock, timestamps continue after
    // the newest transaction.
    const moment = await readerBy(world.client).lastChange(['manual', 'rules', 'shelf'])
    this.moments.add(moment!.slice(0, 19))
    // Documents are dated to the second.
    world.now += 1000
    // The new text has not been served yet, and may still be merged into the latest edition.
    this.served.delete(Math.max(...this.served.keys()))
    const reader = step.isRead && processes.find((process) => world.instances.has(process))
    if (reader) await this.read(reader)
  }

  async read(process: Instance) {
    const editions = await process.record.load()
    if (!editions || !this.world.instances.has(process)) return
    const { number } = editions.latest
    // The number of a withdrawn edition is given out again.
    for (const other of this.served.keys()) if (other > number) this.served.delete(other)
    this.served.set(number, await this.textNow(editions.texts.get(number)))
  }

  /** What is wrong, of the rules that must hold at any time. */
  async problems(isForwards: boolean) {
    const stored = await this.world.stored()
    const texts = stored.map(({ text }) => readText(text, 1))
    const problems = stored.flatMap((edition, index) => {
      const { hash, text, changes, opened, date, closesAt } = edition
      const [before, at] = [stored[index - 1], Date.parse(date)]
      const wrong = [
        edition.number !== index + 1 && `is number ${index + 1}`,
        hashOf(text) !== hash && 'has the hash of another text',
        (text + changes).includes(canary) && 'has what is in drafts only',
        before && saysTheSame(texts[index - 1]!, texts[index]!) && 'says what the one before it says',
        Date.parse(opened) > at && 'is dated before it was opened',
        !settings.includes((Date.parse(closesAt) - at) / 60_000) && `closes at ${closesAt}`,
        // For example when somebody looked, or when a process started.
        !this.moments.has(date.slice(0, 19)) && `is of ${date}, when nothing was published`,
        isForwards && before && at < Date.parse(before.date) && 'is dated before the one before it',
        isForwards && this.isReopened(edition) && 'was changed after it had closed',
      ]
      return wrong.filter(Boolean).map((what) => `Edition ${edition.number} ${String(what)}`)
    })
    for (const [number, text] of this.served) {
      const kept = texts[number - 1]
      if (kept && !saysTheSame(kept, text)) problems.push(`Edition ${number} is not what was served as it`)
    }
    return { problems, texts }
  }

  /**
   * Whether an edition has changed after it was closed. Called when a process that knows every change has
   * looked.
   */
  isReopened(edition: Stored): boolean {
    const before = this.closed.get(edition.number)
    if (Date.parse(edition.closesAt) <= this.world.now) this.closed.set(edition.number, edition)
    return before !== undefined && before.hash !== edition.hash
  }
}

/** Runs the steps, then notifies every process of everything, and returns what is wrong. */
async function live(steps: readonly Step[], isForwards: boolean): Promise<string[]> {
  await using world = await startWorld({ seed })
  // The first content is old, wherever the steps set the clock.
  world.now = start + 100 * 86_400_000
  const life = new Life(world)
  life.begin3()
  for (const step of steps) {
    await life.step(step)
    const { problems } = step.do === 'look' ? await life.problems(isForwards) : { problems: [] }
    if (problems.length > 0) return problems
  }
  await life.step({ do: 'record', value: 'public', isRead: false })
  for (const instance of life.processes) {
    instance.published.expire()
    await instance.record.lookNow()
  }
  const { problems, texts } = await life.problems(isForwards)
  if (!saysTheSame(texts.at(-1)!, await life.textNow(texts.at(-1))))
    problems.push('The latest edition is not what is published')
  for (const { record } of life.processes) {
    await record.changed()
    const list = (await record.load())?.list ?? []
    if (list.map(({ number }) => number).join(' ') !== texts.map((_, at) => texts.length - at).join(' '))
      problems.push('A process does not show the editions that are stored')
  }
  return problems
}

/** As many shorter lives as are tried once one does not hold: there are thousands, half a second each. */
const mostShorter = 100

/**
 * Checks generated sequences of steps, each in its own dataset: changes are published, missed, interrupted
 * and repeated in any order.
 *
 * @param clock `forwards`, or `jumping` if the Content Lake's clock is also set back.
 * @throws with the shortest failing sequence that was found, and what is wrong.
 */
export const tryLives = (count: number, clock: 'forwards' | 'jumping'): Promise<void> => {
  const passes = clock === 'forwards' ? forwards : jumps
  const steps = fc.array(fc.oneof(published, around, passes) as fc.Arbitrary<Step>, {
    minLength: 4,
    maxLength: 20,
  })
  let shorter = 0
  return fc.assert(
    fc.asyncProperty(steps, async (steps) => {
      // One in which something does not hold was found, and the shortest like it is looked for.
      if (shorter > mostShorter) return
      const problems = await live(steps, clock === 'forwards')
      if (shorter > 0 || problems.length > 0) shorter += 1
      if (problems.length > 0) throw new Error(problems.join('\n'))
    }),
    { numRuns: count, includeErrorInReport: true },
  ) as Promise<void>
}
