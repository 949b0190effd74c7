/** A command failed. The message tells the operator what is wrong and what to do about it. */
export class OperatorError extends Error {
  override name = 'OperatorError'
}
