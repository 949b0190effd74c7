// Every refusal the lake can answer, each with the status and the body that @sanity/client and the Studio expect of it.
// The statuses matter: on a 4xx the Studio throws away the text an editor just typed, on a 5xx it keeps it and tries again.

/** What one mutation or action can fail with; the endpoint that ran it adds the index and turns it into an answer. */
export class ItemError extends Error {
  readonly status: number
  readonly type: string
  readonly details: Record<string, unknown>
  constructor(status: number, type: string, description: string, details: Record<string, unknown> = {}) {
    super(description)
    this.status = status
    this.type = type
    this.details = details
  }
}

export abstract class LakeError extends Error {
  readonly status: number
  readonly headers: Record<string, string>
  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }

  abstract body(): object

  toResponse(): Response {
    return Response.json(this.body(), { status: this.status, headers: this.headers })
  }
}

const REASONS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Payload Too Large',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
}

/** The plain error shape of every endpoint that is not about data. */
export class HttpError extends LakeError {
  body(): object {
    return { statusCode: this.status, error: REASONS[this.status], message: this.message }
  }
}

/** The `errorCode` is what makes the Studio log out; a bare 401 would freeze its panes instead. */
export class UnauthorizedError extends LakeError {
  constructor() {
    super(401, 'Session not found')
  }
  body(): object {
    return { statusCode: 401, error: 'Unauthorized', message: this.message, errorCode: 'SIO-401-ANF' }
  }
}

/** The Studio shows this shape as a full screen, which is right: it is configured for a dataset that is not here. */
export class DatasetNotFoundError extends LakeError {
  constructor(dataset: string) {
    super(404, `Dataset "${dataset}" not found in this lake`)
  }
  body(): object {
    return { statusCode: 404, error: 'Dataset not found', message: this.message }
  }
}

export class QueryError extends LakeError {
  readonly query: string
  readonly start: number
  constructor(query: string, description: string, start: number) {
    super(400, description)
    this.query = query
    this.start = start
  }
  body(): object {
    const { message: description, query, start } = this
    return {
      error: { type: 'queryParseError', description, query, start, end: Math.max(start, query.length) },
    }
  }
}

export class TransactionError extends LakeError {
  readonly kind: 'mutation' | 'action'
  override readonly cause: ItemError
  readonly index: number
  constructor(kind: 'mutation' | 'action', cause: ItemError, index: number) {
    super(cause.status, `The ${kind}(s) failed: ${cause.message}`)
    this.kind = kind
    this.cause = cause
    this.index = index
  }
  body(): object {
    const { type, message: description, details } = this.cause
    const items = [{ error: { type, description, ...details }, index: this.index }]
    return { error: { type: `${this.kind}Error`, description: this.message, items } }
  }
}

/** Clients that retry a transaction take this as the acknowledgement they missed. */
export class TransactionExistsError extends LakeError {
  constructor(id: string) {
    super(409, `Transaction "${id}" already exists`)
  }
  body(): object {
    return { error: { type: 'transactionAlreadyExistsError', description: this.message } }
  }
}

/** The disk is full, the file is locked or unreadable. Nothing was stored, and the same request may succeed later. */
export class StorageError extends HttpError {
  constructor(cause: Error) {
    super(503, `The lake cannot store or read its file right now: ${cause.message}`, { 'retry-after': '2' })
    this.cause = cause
  }
}

/** The lake can not be opened at all. The message is written for the person who starts the server. */
export class LakeFileError extends Error {
  override readonly name = 'LakeFileError'
}
