import { envSchema } from '#lib/env.ts'

/** What the site reads, and what changes how Next.js, Sanity's tools or the site itself behave. */
const configures = (name: string) =>
  name in envSchema.shape ||
  /^(__)?NEXT_|^SANITY_|^(DOTENV_KEY|VERCEL|NETLIFY|AWS_LAMBDA_FUNCTION_NAME|CF_PAGES)$/.test(name)

/**
 * Makes this process's environment that of tests: nothing in it configures the site, the `.env` files in the
 * project's directory are not read, and the build has a directory of its own. The processes that it starts
 * inherit it. The first thing that `npm test` and its kin do, so that they never reach the operator's site,
 * its content or its build.
 */
export function useOwnEnvironment(environment: Record<string, string | undefined> = process.env): void {
  for (const name of Object.keys(environment).filter(configures)) delete environment[name]
  environment.NODE_ENV = 'test'
  // Next's own mark for "the files are read"; server/installation/env-files.ts and Next.js both heed it.
  environment.__NEXT_PROCESSED_ENV = 'true'
  environment.NEXT_DIST_DIR = '.next-tests'
}
