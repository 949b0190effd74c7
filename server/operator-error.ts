/** A command failed. The message is for the operator: it says what is wrong and what to do about it. */
export class OperatorError extends Error {
  override name = 'OperatorError'
}
