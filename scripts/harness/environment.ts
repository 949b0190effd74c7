import { envSchema } from '#lib/env.ts'

/** Variables that the site reads, and those that change how Next.js, Sanity's tools or the site behave. */
const configures = (name: string) =>
  name in envSchema.shape ||
  /^(__)?NEXT_|^SANITY_|^(DOTENV_KEY|VERCEL|NETLIFY|AWS_LAMBDA_FUNCTION_NAME|CF_PAGES)$/.test(name)

/**
 * Isolates this process from the operator's site: removes variables that configure it, keeps `.env` files
 * from being read, and sets a build directory for tests. Child processes inherit this. `npm test` and similar
 * commands call it first, so that they never reach the operator's content or build.
 */
export function useOwnEnvironment(environment: Record<string, string | undefined> = process.env): void {
  for (const name of Object.keys(environment).filter(configures)) delete environment[name]
  environment.NODE_ENV = 'test'
  // Next's own mark that `.env` files have been read. server/installation/env-files.ts and Next.js check it.
  environment.__NEXT_PROCESSED_ENV = 'true'
  environment.NEXT_DIST_DIR = '.next-tests'
}
