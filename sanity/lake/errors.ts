/**
 * Every refusal the lake can answer with, in the status and the body that @sanity/client and the Studio
 * expect of it. The statuses matter: on a 4xx the Studio throws away the text an editor has just typed, on a
 * 5xx it keeps it and tries again.
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

/** The plain error shape of every endpoint that is not about data. */
export function httpError(
  status: number,
  message: string,
  { more = {}, headers = {} }: { more?: object; headers?: Record<string, string> } = {},
): LakeError {
  const body = { statusCode: status, error: STATUS_CODES[status], message, ...more }
  return new LakeError(status, message, body, headers)
}

/** The `errorCode` is what makes the Studio log out; a bare 401 would freeze its panes instead. */
export const unauthorized = (): LakeError =>
  httpError(401, 'Session not found', { more: { errorCode: 'SIO-401-ANF' } })

/**
 * The Studio shows this shape as a full screen, which is right: it is configured for a dataset that is not
 * here.
 */
export const datasetNotFound = (dataset: string): LakeError =>
  httpError(404, `Dataset "${dataset}" not found in this lake`, { more: { error: 'Dataset not found' } })

/**
 * The disk is full, the file is locked or unreadable. Nothing was stored, and the same request may succeed
 * later.
 */
export const storageError = (cause: Error): LakeError =>
  Object.assign(
    httpError(503, `The lake cannot store or read its file right now: ${cause.message}`, {
      headers: { 'retry-after': '2' },
    }),
    { cause },
  )

/** Clients show where the error is: they need the query, and the places where the error starts and ends. */
export function queryError(query: string, description: string, start = 0): LakeError {
  const end = Math.max(start, query.length)
  return new LakeError(400, description, {
    error: { type: 'queryParseError', description, query, start, end },
  })
}

/**
 * What one mutation or action can fail with; the endpoint that ran it adds the index and turns it into an
 * answer.
 */
export class ItemError extends Error {
  readonly status: number
  readonly error: object
  /**
   * Its place in the transaction. What is wrong with the transaction as a whole is reported for the first
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

/** Clients that retry a transaction take this as the acknowledgement they missed. */
export function transactionExists(id: string): LakeError {
  const description = `Transaction "${id}" already exists`
  return new LakeError(409, description, { error: { type: 'transactionAlreadyExistsError', description } })
}

/** The lake cannot be opened at all. The message is written for the person who starts the server. */
export class LakeFileError extends Error {
  override readonly name: string = 'LakeFileError'
}

export class LakeInUseError extends LakeFileError {
  override readonly name = 'LakeInUseError'
}
