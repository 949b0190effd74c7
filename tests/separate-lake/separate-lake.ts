import { onTestFinished } from 'vitest'
import type { LakeOptions } from '#sanity/lake/index.ts'
import { startContentApi, type ContentApi } from '#scripts/harness/content-api.ts'

export const revalidateSecret = 'a-secret-of-sixteen-or-more'

/** Starts a content API for one site, for the duration of a test. */
export async function startSeparateLake(
  allowedOrigin: string,
  options: Partial<LakeOptions>,
): Promise<ContentApi> {
  const api = await startContentApi(options, allowedOrigin)
  onTestFinished(() => api[Symbol.asyncDispose]())
  return { ...api, env: { ...api.env, SANITY_REVALIDATE_SECRET: revalidateSecret } }
}
