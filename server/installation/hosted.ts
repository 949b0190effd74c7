import { createClient, isHttpError, type SanityClient } from '@sanity/client'
import { apiVersion } from '#sanity/content/api-version.ts'
import type { Backend } from '#sanity/content/backend.ts'
import { OperatorError } from '#server/operator-error.ts'

/** A client of the hosted dataset that sees all of it, drafts included, as far as its token may. */
export function sanityClient({ projectId, dataset, apiHost }: Backend, token: string): SanityClient {
  return createClient({
    projectId,
    dataset,
    apiVersion,
    token,
    perspective: 'raw',
    useCdn: false,
    ...(apiHost && { apiHost, useProjectHostname: false }),
  })
}

/**
 * Waits for Sanity's answer.
 *
 * @param explanations for the operator, by HTTP status.
 * @throws {OperatorError} when it refuses or cannot be reached.
 */
export async function requestSanity<Answer>(
  request: Promise<Answer>,
  explanations: Record<number, string> = {},
): Promise<Answer> {
  try {
    return await request
  } catch (cause) {
    const { message } = cause as Error
    const text = isHttpError(cause)
      ? (explanations[cause.statusCode] ?? `Sanity answered ${cause.statusCode}: ${message}`)
      : `Sanity could not be reached: ${message}`
    throw new OperatorError(text, { cause })
  }
}
