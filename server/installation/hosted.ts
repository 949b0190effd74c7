import { isHttpError } from '@sanity/client'
import { OperatorError } from '#server/operator-error.ts'

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
