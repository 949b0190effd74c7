import { createClient, type ClientConfig, type SanityClient } from '@sanity/client'
import { apiVersion } from '#sanity/content/api-version.ts'
import { startContentApi } from '#scripts/harness/content-api.ts'
import { hostedProject } from '#scripts/harness/hosted-project.ts'
import { tokens } from '#scripts/harness/tokens.ts'

/** A content API, with clients that have the rights of the site, of the author, and none. */
export interface Api extends AsyncDisposable {
  reader: SanityClient
  author: SanityClient
  nobody: SanityClient
}

const clientsOf = (config: ClientConfig, tokens: { read: string; write: string }) => {
  const connect = (token?: string) =>
    createClient({
      apiVersion,
      useCdn: false,
      perspective: 'raw',
      maxRetries: 0,
      ...config,
      ...(token && { token }),
    })
  return { reader: connect(tokens.read), author: connect(tokens.write), nobody: connect() }
}

export async function embeddedApi(): Promise<Api> {
  const api = await startContentApi()
  const config = {
    projectId: 'manual',
    dataset: 'production',
    apiHost: api.url,
    useProjectHostname: false,
  }
  return { ...clientsOf(config, tokens), [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() }
}

export async function hostedApi(): Promise<Api> {
  const { tokens, ...config } = hostedProject()
  return { ...clientsOf(config, tokens), [Symbol.asyncDispose]: async () => {} }
}
