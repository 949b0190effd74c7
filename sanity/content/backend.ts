import { EnvError, type Env } from '#lib/env.ts'
import { lakePath } from './paths.ts'

/** The Content Lake that the site and the Studio talk to. */
export interface Backend {
  projectId: string
  dataset: string
  /** Names the dataset among all others, for what is kept of it outside of it. */
  owner: string
  /** True when the Content Lake is the embedded one, which this process has to start. */
  embedded: boolean
  /** Base URL of the API for code that runs on the server; absent for Sanity's own hosts. */
  apiHost?: string
  /** The same for the browser; a path means one on the site's own origin. */
  browserApiHost?: string
}

/**
 * Decides which Content Lake is in use: Sanity's when the environment names a project, else the embedded one.
 * This is the one place that decides; everything else is given the result.
 *
 * @throws {EnvError} when it would be the embedded one on a platform without a persistent disk.
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
