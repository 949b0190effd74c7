import { resolve } from 'node:path'
import { z } from 'zod'

const baseUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://example.org' })
  .transform((url) => url.replace(/\/+$/, ''))

// Canonical addresses, links and the Studio's path are all relative to the root.
const origin = baseUrl
  .refine(
    (url) => new URL(url).href === `${new URL(url).origin}/`,
    'must be an address without a path, such as https://example.org',
  )
  .transform((url) => new URL(url).origin)

/** The shortest form of an IPv6 address, so that it can be compared: `::` for `0:0:0:0:0:0:0:0`. */
const shortest = (host: string) => URL.parse(`http://[${host}]`)?.hostname.slice(1, -1) ?? host

/** Secrets are sent in HTTP headers, which allow no other characters. */
const secret = z
  .string()
  .min(16, 'must have at least 16 characters')
  .regex(/^[\x21-\x7e]*$/, 'must be ASCII, without spaces')

/** Treats `VARIABLE=` like a variable that is not set. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

/**
 * For `when`: zod would otherwise skip these checks when another variable is invalid, and the operator would
 * see the problems one by one.
 */
const always = () => true

/** Every variable the project reads. `.env.example` explains each; a test compares the two. */
export const envSchema = z
  .object({
    PORT: z.preprocess(
      (value) => (value === '' ? undefined : value),
      z.coerce
        .number({ error: 'must be a number' })
        .int('must be a whole number')
        .min(0, 'must be 0 (any free port) or more')
        .max(65_535, 'must be at most 65535')
        .default(3000),
    ),
    HOST: optional(
      z
        .union([z.literal('localhost'), z.ipv4(), z.ipv6()], {
          error: 'must be an address such as 0.0.0.0, which opens the site to other machines',
        })
        .transform(shortest),
    ),
    DATA_DIR: optional(z.string()),
    SITE_URL: optional(origin),
    NEXT_PUBLIC_SANITY_PROJECT_ID: optional(
      z.string().regex(/^[a-z0-9-]+$/, 'must be a Sanity project id: lower-case letters, digits and hyphens'),
    ),
    NEXT_PUBLIC_SANITY_DATASET: optional(
      z
        .string()
        .regex(/^(~[a-z0-9][-\w]{0,63}|[a-z0-9][-\w]{0,63})$/, 'must be the name of a Sanity dataset'),
    ),
    SANITY_API_HOST: optional(baseUrl),
    SANITY_API_READ_TOKEN: optional(secret),
    SANITY_API_WRITE_TOKEN: optional(secret),
    SANITY_REVALIDATE_SECRET: optional(secret),
    EDITION_SETTLE_MINUTES: z.preprocess(
      (value) => (value === '' ? undefined : value),
      z.coerce
        .number({ error: 'must be a number of minutes' })
        .min(0, 'must be 0 (an edition is closed at once) or more')
        .max(10_080, 'must be at most 10080, a week')
        .default(30),
    ),
  })
  .refine(({ NEXT_PUBLIC_SANITY_PROJECT_ID: id, NEXT_PUBLIC_SANITY_DATASET: dataset }) => id || !dataset, {
    path: ['NEXT_PUBLIC_SANITY_DATASET'],
    error: 'needs NEXT_PUBLIC_SANITY_PROJECT_ID as well',
    when: always,
  })
  .refine(({ NEXT_PUBLIC_SANITY_PROJECT_ID: id, SANITY_API_HOST: host }) => id || !host, {
    path: ['SANITY_API_HOST'],
    error: 'needs NEXT_PUBLIC_SANITY_PROJECT_ID as well',
    when: always,
  })
  .refine(({ NEXT_PUBLIC_SANITY_PROJECT_ID: id, NEXT_PUBLIC_SANITY_DATASET: dataset }) => dataset || !id, {
    path: ['NEXT_PUBLIC_SANITY_DATASET'],
    error: 'is missing: name the dataset of the project, such as production',
    when: always,
  })
  .refine(({ SANITY_API_READ_TOKEN: read, SANITY_API_WRITE_TOKEN: write }) => !read || read !== write, {
    path: ['SANITY_API_WRITE_TOKEN'],
    error: 'must differ from SANITY_API_READ_TOKEN: a reader must not be able to write',
    when: always,
  })

export interface Env extends Omit<z.output<typeof envSchema>, 'DATA_DIR' | 'SITE_URL'> {
  /** Absolute path of the directory with the dataset, the tokens and the last good content. */
  DATA_DIR: string
  /** The site's public address, without a trailing slash. */
  SITE_URL: string
}

/** Names every invalid variable, one per line, and says what it should be. */
export class EnvError extends Error {
  override name = 'EnvError'
}

/**
 * Reads and validates the environment.
 *
 * @throws {EnvError} naming all problems at once.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = envSchema.safeParse(source)
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`)
    throw new EnvError(`The environment has problems (see .env.example):\n${lines.join('\n')}`)
  }
  const env = parsed.data
  return {
    ...env,
    DATA_DIR: resolve(/* turbopackIgnore: true */ env.DATA_DIR ?? '.data'),
    SITE_URL: env.SITE_URL ?? `http://localhost:${env.PORT}`,
  }
}
