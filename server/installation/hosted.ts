import { isHttpError } from '@sanity/client'
import type { Backend } from '#sanity/content/backend.ts'
import { codeIn } from '#sanity/content/explain.ts'
import { OperatorError } from '#server/operator-error.ts'

/**
 * Waits for Sanity's answer, and turns a failure into a message for the operator.
 *
 * @param explanations messages for the operator, by HTTP status.
 * @throws {OperatorError} when Sanity refuses or cannot be reached.
 */
export async function requestSanity<Answer>(
  { projectId, apiHost = `https://${projectId}.api.sanity.io` }: Backend,
  request: Promise<Answer>,
  explanations: Record<number, string> = {},
): Promise<Answer> {
  try {
    return await request
  } catch (cause) {
    const text = isHttpError(cause)
      ? (explanations[cause.statusCode] ?? `${apiHost} answered ${cause.statusCode}: ${cause.message}`)
      : `${apiHost} could not be reached: ${codeIn(cause) ?? (cause as Error).message}`
    throw new OperatorError(text, { cause })
  }
}

/** For `explanations`: Sanity refused the token in this variable. */
export const refusedToken = (variable: string, role: string): Record<number, string> => ({
  401: `Sanity does not accept ${variable} for this project. Make a token with the role ${role} at sanity.io/manage. Nothing was changed.`,
  403: `The token in ${variable} may not do this. Give it the role ${role} at sanity.io/manage. Nothing was changed.`,
})
