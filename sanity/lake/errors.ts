/**
 * All errors of the lake, with the status and body that @sanity/client and the Studio expect. The status
 * matters: on a 4xx the Studio discards what the author has just typed; on a 5xx it keeps it and tries again.
 */

import { STATUS_CODES } from 'node:http'

export class LakeError extends Error {
  readonly status: number
  readonly body: object
  readonly headers: Record<string, string>
  constructor(status: number, message: string, body: object, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.body = body
    this.headers = headers
  }

  toResponse(): Response {
    return Response.json(this.body, { status: this.status, headers: this.headers })
  }
}

/** The error shape of every endpoint outside `/data`. */
export function httpError(
  status: number,
  message: string,
  { more = {}, headers = {} }: { more?: object; headers?: Record<string, string> } = {},
): LakeError {
  const body = { statusCode: status, error: STATUS_CODES[status], message, ...more }
  return new LakeError(status, message, body, headers)
}

/** The Studio logs out because of the `errorCode`; after a bare 401, its panes would stay blocked. */
export const unauthorized = (): LakeError =>
  httpError(401, 'Session not found', { more: { errorCode: 'SIO-401-ANF' } })

/**
 * The Studio shows this shape as a full-screen error: it is configured for a dataset that does not exist
 * here.
 */
export const datasetNotFound = (dataset: string): LakeError =>
  httpError(404, `Dataset "${dataset}" not found in this lake`, { more: { error: 'Dataset not found' } })

/**
 * The disk is full, or the file is locked or unreadable. Nothing was stored, and the same request may succeed
 * later.
 */
export const storageError = (cause: Error): LakeError =>
  Object.assign(
    httpError(503, `The lake cannot store or read its file right now: ${cause.message}`, {
      headers: { 'retry-after': '2' },
    }),
    { cause },
  )

/** Clients show the position of the error, for which they need the query, the start and the end. */
export function queryError(query: string, description: string, start = 0): LakeError {
  const end = Math.max(start, query.length)
  return new LakeError(400, description, {
    error: { type: 'queryParseError', description, query, start, end },
  })
}

/** An error of one mutation or action. The endpoint adds the index and turns it into an answer. */
export class ItemError extends Error {
  readonly status: number
  readonly error: object
  /**
   * The index of the item in the transaction. Errors of the whole transaction are reported for the first
   * item.
   */
  index = 0
  constructor(status: number, type: string, description: string, details: Record<string, unknown> = {}) {
    super(description)
    this.status = status
    this.error = { type, description, ...details }
  }
}

export const invalid = (description: string): ItemError => new ItemError(400, 'validationError', description)

export function transactionError(kind: 'mutation' | 'action', cause: ItemError): LakeError {
  const description = `The ${kind}(s) failed: ${cause.message}`
  const items = [{ error: cause.error, index: cause.index }]
  return new LakeError(cause.status, description, { error: { type: `${kind}Error`, description, items } })
}

/** Clients that retry a transaction treat this as the confirmation that they missed. */
export function transactionExists(id: string): LakeError {
  const description = `Transaction "${id}" already exists`
  return new LakeError(409, description, { error: { type: 'transactionAlreadyExistsError', description } })
}

/** The lake cannot be opened. The message is for the operator. */
export class LakeFileError extends Error {
  override readonly name: string = 'LakeFileError'
}

export class LakeInUseError extends LakeFileError {
  override readonly name = 'LakeInUseError'
}
