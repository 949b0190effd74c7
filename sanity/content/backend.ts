import { EnvError, type Env } from '#lib/env.ts'
import { lakePath } from './paths.ts'

/** The Content Lake that the site and the Studio talk to. */
export interface Backend {
  projectId: string
  dataset: string
  /**
   * Identifies the dataset among all others, so that data kept outside of it is not used with another one.
   */
  owner: string
  /** Whether it is the embedded Content Lake, which this process starts. */
  embedded: boolean
  /** Base URL of the API for server code; absent for Sanity's own hosts. */
  apiHost?: string
  /** Base URL of the API for the browser; a path is on the site's own origin. */
  browserApiHost?: string
}

/**
 * Decides which Content Lake is in use: Sanity's if the environment names a project, else the embedded one.
 * No other code makes this decision.
 *
 * @throws {EnvError} when the embedded one would be used on a platform without a persistent disk.
 */
export function backend(env: Env, platform: Record<string, string | undefined> = process.env): Backend {
  const {
    NEXT_PUBLIC_SANITY_PROJECT_ID: projectId,
    NEXT_PUBLIC_SANITY_DATASET: dataset,
    SANITY_API_HOST,
  } = env
  if (projectId && dataset) {
    return {
      projectId,
      dataset,
      owner: [SANITY_API_HOST ?? 'sanity.io', projectId, dataset].join('/'),
      embedded: false,
      ...(SANITY_API_HOST && { apiHost: SANITY_API_HOST, browserApiHost: SANITY_API_HOST }),
    }
  }
  const ephemeral = ['VERCEL', 'NETLIFY', 'AWS_LAMBDA_FUNCTION_NAME', 'CF_PAGES'].find(
    (name) => platform[name],
  )
  if (ephemeral) {
    throw new EnvError(
      `This platform (${ephemeral} is set) has no persistent disk, and the embedded Content Lake keeps the manual on disk: it would be lost. ` +
        'Set NEXT_PUBLIC_SANITY_PROJECT_ID and NEXT_PUBLIC_SANITY_DATASET to use hosted Sanity, or run on a machine with a disk.',
    )
  }
  return {
    projectId: 'manual',
    dataset: 'production',
    owner: 'embedded',
    embedded: true,
    apiHost: `http://127.0.0.1:${env.PORT}${lakePath}`,
    browserApiHost: lakePath,
  }
}
