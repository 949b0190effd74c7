/**
 * Who is asking. A request carries a bearer token, or the session cookie that the sign-in page sets; without either, it comes from
 * nobody. Secrets are compared by their hashes in constant time, and only hashes reach the file.
 */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { httpError } from './errors.ts'
import type { Store } from './store.ts'

export interface User {
  id: string
  name: string
  role: 'administrator' | 'viewer'
}

/** There is one author, the holder of the write token. The reader is the site. */
export const author: User = { id: 'author', name: 'Author', role: 'administrator' }
const reader: User = { id: 'reader', name: 'Site', role: 'viewer' }
export const nobody: User = { id: '', name: '', role: 'viewer' }
export const users: readonly User[] = [author, reader]

export interface Credentials {
  user: User
  via: 'token' | 'cookie'
}

const cookieName = 'lake_session'
const minute = 60_000
const sessionLife = 30 * 24 * 60 * minute
const codeLife = 15 * minute
const failuresPerMinute = 10

export class Access {
  readonly #store: Store
  readonly #tokens: { read: Buffer; write: Buffer }
  readonly #clock: () => Date
  readonly #codes = new Map<string, number>()
  #failures: number[] = []

  constructor(store: Store, tokens: { read: string; write: string }, clock: () => Date) {
    if (!tokens.read || !tokens.write || tokens.read === tokens.write) {
      throw new TypeError('The lake needs two different tokens, one for reading and one for writing')
    }
    this.#store = store
    this.#tokens = { read: sha256(tokens.read), write: sha256(tokens.write) }
    this.#clock = clock
  }

  /** Null when the request has no credentials or wrong ones; a wrong token counts as a failed attempt. */
  authenticate(request: Request): Credentials | null {
    const authorization = request.headers.get('authorization')
    if (authorization === null) {
      return this.#hasSession(request) ? { user: author, via: 'cookie' } : null
    }
    const token = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? ''
    if (this.#is('write', token)) return { user: author, via: 'token' }
    if (this.#is('read', token)) return { user: reader, via: 'token' }
    this.#countFailure()
    return null
  }

  isWriteToken(token: string): boolean {
    return this.#is('write', token) || this.#countFailure()
  }

  /** Codes are for the person at this process's terminal now: they are not kept for the next process. */
  createCode(): string {
    const code = randomBytes(24).toString('base64url')
    this.#codes.set(hex(code), this.#now() + codeLife)
    return code
  }

  /** True once per code, and only while it is fresh. */
  redeemCode(code: string): boolean {
    const expires = this.#codes.get(hex(code)) ?? 0
    this.#codes.delete(hex(code))
    return expires > this.#now() || this.#countFailure()
  }

  /** The value of a Set-Cookie header that opens a session. */
  startSession(secure: boolean): string {
    const id = randomBytes(32).toString('base64url')
    this.#store.run('DELETE FROM sessions WHERE expires_at <= ?', this.#now())
    const sql = 'INSERT INTO sessions (hash, expires_at) VALUES (?, ?)'
    this.#store.run(sql, hex(id), this.#now() + sessionLife)
    return cookie(id, sessionLife / 1000, secure)
  }

  endSession(request: Request, secure: boolean): string {
    this.#store.run('DELETE FROM sessions WHERE hash = ?', hex(sessionOf(request)))
    return cookie('', 0, secure)
  }

  #is(kind: 'read' | 'write', token: string): boolean {
    return timingSafeEqual(sha256(token), this.#tokens[kind])
  }

  #hasSession(request: Request): boolean {
    // One that would last longer than any was opened by a clock that was wrong.
    const sql = 'SELECT 1 FROM sessions WHERE hash = ? AND expires_at BETWEEN ? AND ?'
    const now = this.#now()
    return this.#store.all(sql, hex(sessionOf(request)), now + 1, now + sessionLife).length > 0
  }

  /**
   * Counts a wrong secret. From the eleventh within a minute on, the answer is a 429, so that a client with an old token stops asking.
   * Failures are counted across all clients, because behind a proxy all requests come from one address. This does not protect a short
   * secret: the right one is always accepted, so that nobody's failures lock its owner out.
   */
  #countFailure(): false {
    const now = this.#now()
    this.#failures = this.#failures.filter((time) => time > now - minute)
    const [oldest = now] = this.#failures
    if (this.#failures.length >= failuresPerMinute) {
      const seconds = String(Math.ceil((oldest + minute - now) / 1000))
      throw httpError(429, 'Too many failed attempts to sign in', { headers: { 'retry-after': seconds } })
    }
    this.#failures.push(now)
    return false
  }

  #now(): number {
    return this.#clock().getTime()
  }
}

const sha256 = (secret: string) => createHash('sha256').update(secret).digest()
const hex = (secret: string) => sha256(secret).toString('hex')

function sessionOf(request: Request): string {
  const cookies = request.headers.get('cookie') ?? ''
  return new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]+)`).exec(cookies)?.[1] ?? ''
}

function cookie(value: string, maxAge: number, secure: boolean): string {
  return `${cookieName}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}
