// Who is asking. A request carries a bearer token, or the session cookie that the sign-in page sets; everything else is
// nobody. Secrets are compared by their hashes in constant time, and only hashes reach the file.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { HttpError } from './errors.ts'
import { type Store } from './store.ts'

export interface User {
  id: string
  name: string
  role: 'administrator' | 'viewer'
}

/** One person edits a manual: whoever holds the write token. The reader is the site. */
export const AUTHOR: User = { id: 'author', name: 'Author', role: 'administrator' }
export const READER: User = { id: 'reader', name: 'Site', role: 'viewer' }
export const USERS: readonly User[] = [AUTHOR, READER]

export interface Credentials {
  user: User
  via: 'token' | 'cookie'
}

const COOKIE = 'lake_session'
const SESSION_DAYS = 30
const CODE_MINUTES = 15
const FAILURES_PER_MINUTE = 10
const MINUTE = 60_000

export class Access {
  readonly #store: Store
  readonly #tokens: { read: Buffer; write: Buffer }
  readonly #clock: () => Date
  #failures: number[] = []

  constructor(store: Store, tokens: { read: string; write: string }, clock: () => Date) {
    if (!tokens.read || !tokens.write || tokens.read === tokens.write) {
      throw new TypeError('The lake needs two different tokens, one for reading and one for writing')
    }
    this.#store = store
    this.#tokens = { read: hash(tokens.read), write: hash(tokens.write) }
    this.#clock = clock
  }

  /** Null when the request has no credentials; a wrong token counts as a failed attempt. */
  authenticate(request: Request): Credentials | null {
    const authorization = request.headers.get('authorization')
    if (authorization === null) {
      return this.#hasSession(request) ? { user: AUTHOR, via: 'cookie' } : null
    }
    const presented = hash(/^Bearer (.+)$/i.exec(authorization)?.[1] ?? '')
    if (timingSafeEqual(presented, this.#tokens.write)) return { user: AUTHOR, via: 'token' }
    if (timingSafeEqual(presented, this.#tokens.read)) return { user: READER, via: 'token' }
    this.#countFailure()
    return null
  }

  isWriteToken(token: string): boolean {
    if (timingSafeEqual(hash(token), this.#tokens.write)) return true
    this.#countFailure()
    return false
  }

  createCode(): string {
    const code = randomBytes(24).toString('base64url')
    const sql = 'INSERT INTO sign_in_codes (hash, expires_at) VALUES (?, ?)'
    this.#store.run(sql, hash(code).toString('hex'), this.#now() + CODE_MINUTES * MINUTE)
    return code
  }

  /** True once per code, and only while it is fresh. */
  redeemCode(code: string): boolean {
    const sql = 'DELETE FROM sign_in_codes WHERE hash = ? OR expires_at <= ? RETURNING hash, expires_at'
    const wanted = hash(code).toString('hex')
    const removed = this.#store.all(sql, wanted, this.#now())
    if (removed.some((row) => row['hash'] === wanted && Number(row['expires_at']) > this.#now())) return true
    this.#countFailure()
    return false
  }

  /** The value of a Set-Cookie header that opens a session. */
  startSession(secure: boolean): string {
    const id = randomBytes(32).toString('base64url')
    const lifetime = SESSION_DAYS * 24 * 60 * MINUTE
    this.#store.run('DELETE FROM sessions WHERE expires_at <= ?', this.#now())
    const sql = 'INSERT INTO sessions (hash, expires_at) VALUES (?, ?)'
    this.#store.run(sql, hash(id).toString('hex'), this.#now() + lifetime)
    return cookie(id, lifetime / 1000, secure)
  }

  endSession(request: Request, secure: boolean): string {
    this.#store.run('DELETE FROM sessions WHERE hash = ?', sessionHash(request) ?? '')
    return cookie('', 0, secure)
  }

  #hasSession(request: Request): boolean {
    const wanted = sessionHash(request)
    if (!wanted) return false
    return (
      this.#store.all('SELECT 1 FROM sessions WHERE hash = ? AND expires_at > ?', wanted, this.#now())
        .length > 0
    )
  }

  /**
   * Slows down and reports guessing. It is counted over everybody, because behind a proxy all requests come from one address,
   * and only ever answers to wrong secrets: the right one is checked first, so nobody's failures lock its owner out.
   */
  #countFailure(): void {
    const now = this.#now()
    this.#failures = this.#failures.filter((time) => time > now - MINUTE)
    const [oldest = now] = this.#failures
    if (this.#failures.length >= FAILURES_PER_MINUTE) {
      const seconds = Math.ceil((oldest + MINUTE - now) / 1000)
      throw new HttpError(429, 'Too many failed attempts to sign in', { 'retry-after': String(seconds) })
    }
    this.#failures.push(now)
  }

  #now(): number {
    return this.#clock().getTime()
  }
}

function hash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

function sessionHash(request: Request): string | null {
  const id = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(request.headers.get('cookie') ?? '')?.[1]
  return id ? hash(id).toString('hex') : null
}

function cookie(value: string, maxAge: number, secure: boolean): string {
  return `${COOKIE}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}
