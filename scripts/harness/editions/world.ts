import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SanityClient } from '@sanity/client'
import { readEnv } from '#lib/env.ts'
import { publishedFetcher } from '#sanity/content/connection.ts'
import { LastGood } from '#sanity/content/last-good.ts'
import { PublishedContent } from '#sanity/content/published-content.ts'
import { manualQuery } from '#sanity/content/queries.ts'
import { recordClients } from '#sanity/editions/connection.ts'
import { EditionRecord } from '#sanity/editions/edition-record.ts'
import type { LakeOptions } from '#sanity/lake/index.ts'
import { startContentApi, type ContentApi } from '../content-api.ts'

/** A stored edition. */
export interface Stored {
  _id: string
  _rev: string
  number: number
  opened: string
  date: string
  closesAt: string
  hash: string
  changes: string
  text: string
  reason?: string
}

export interface Instance {
  published: PublishedContent
  record: EditionRecord
}

/** A content API with its own clock, and instances of a site that follow it. */
export interface World {
  api: ContentApi
  /** Deleted with the world. */
  directory: string
  client: SanityClient
  /** The instances that are notified of changes. */
  instances: Set<Instance>
  /** The Content Lake's clock, in milliseconds. */
  now: number
  pass(minutes: number): void
  publish(set: Record<string, unknown>, id?: string): Promise<unknown>
  /** All editions that are not withdrawn, by number. */
  stored(): Promise<Stored[]>
  /**
   * Starts an instance that follows the content, with a directory of its own.
   *
   * @param changes to its environment.
   */
  start(
    changes?: Record<string, string>,
    options?: { intercept?: (writer: SanityClient) => SanityClient; mayLag?: boolean },
  ): Instance
  /** Ends an instance as SIGKILL does: does not wait for what it has begun. */
  kill(instance: Instance): void
  [Symbol.asyncDispose](): Promise<void>
}

export const start = Date.UTC(2026, 10, 26, 10)

/**
 * @param content the first content, or a file that has some.
 */
export async function startWorld(
  content: Pick<LakeOptions, 'seed'> | Pick<LakeOptions, 'file'>,
): Promise<World> {
  const directory = mkdtempSync(join(tmpdir(), 'editions-'))
  const instances = new Set<Instance>()
  const all = new Set<Instance>()
  let now = start
  const api = await startContentApi({
    ...content,
    clock: () => new Date(now),
    onPublish: (types) => {
      for (const { published, record } of instances) {
        if (types.includes('edition')) void record.changed()
        if (types.every((type) => type === 'edition')) continue
        published.expire()
        record.look()
      }
    },
  })
  const client = api.writer
  return {
    api,
    directory,
    client,
    instances,
    get now() {
      return now
    },
    set now(time) {
      now = time
    },
    pass: (minutes) => void (now += minutes * 60_000),
    publish: (set, id = 'manual') => client.patch(id).set(set).commit(),
    stored: () => client.fetch<Stored[]>('*[_type == "edition" && !defined(withdrawn)] | order(number asc)'),
    start(changes = {}, { intercept = (writer: SanityClient) => writer, mayLag = false } = {}) {
      const env = readEnv({ ...api.env, ...changes })
      const ask = publishedFetcher(env)
      const published = new PublishedContent({
        fetch: () => ask(manualQuery),
        lastGood: new LastGood(join(directory, `${all.size}`), 'test'),
        isFollowed: true,
        mayLag,
        onRenewed: () => record.look(),
      })
      const clients = recordClients(env)
      const record: EditionRecord = new EditionRecord({
        published,
        clients: 'missing' in clients ? clients : { ...clients, writer: intercept(clients.writer) },
        settle: env.EDITION_SETTLE_MINUTES,
        isFollowed: true,
        timing: { settle: 1, again: 5, mostAgain: 50 },
      })
      const instance = { published, record }
      instances.add(instance)
      all.add(instance)
      return instance
    },
    kill(instance) {
      instances.delete(instance)
      instance.record.close()
    },
    async [Symbol.asyncDispose]() {
      instances.clear()
      for (const { published, record } of all) {
        record.close()
        await record.lookNow()
        await published.close()
      }
      await api[Symbol.asyncDispose]()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** A client that fails at its next write: before the write arrives, or after it is stored. */
export const dying = (writer: SanityClient, when: 'before' | 'after'): SanityClient =>
  aroundWrites(writer, async (write) => {
    if (when === 'after') await write()
    throw new Error('killed')
  })

/** A client with something around each of its patches and transactions. */
export function aroundWrites(
  writer: SanityClient,
  around: (write: () => Promise<unknown>) => Promise<unknown>,
): SanityClient {
  return new Proxy(writer, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      const method = value.bind(target) as (...given: unknown[]) => { commit: (options: unknown) => never }
      if (name !== 'patch' && name !== 'transaction') return method
      return (...given: unknown[]) => {
        const writing = method(...given)
        const commit = writing.commit.bind(writing) as (options: unknown) => Promise<unknown>
        return Object.assign(writing, { commit: (options: unknown) => around(() => commit(options)) })
      }
    },
  })
}
