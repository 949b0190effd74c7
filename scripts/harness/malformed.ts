import { connect } from 'node:net'
import { WebSocket } from 'ws'

export interface Answers {
  /** The number of requests sent, including WebSocket frames. */
  sent: number
  /** The number of answers by status; `none` if the connection was closed instead. */
  statuses: Record<string, number>
  /** Requests that got a 5xx. */
  failures: string[]
}

const patience = 20_000

/**
 * A pseudorandom generator (mulberry32) of numbers below 1. The same seed gives the same sequence, so that
 * failures can be reproduced.
 */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'M-SEARCH',
  'QUERY',
]

const paths = [
  '/',
  '/now',
  '/manual.md',
  '/manual.json',
  '/llms.txt',
  '/sitemap.xml',
  '/robots.txt',
  '/favicon.ico',
  '/opengraph-image.png',
  '/editions',
  '/editions/part/2',
  '/editions/1',
  '/editions/0',
  '/editions/1.md',
  '/editions/9999999',
  '/editions/1..2',
  '/editions/2..1',
  '/editions.atom',
  '/on/2026-11-26',
  '/on/2026-02-30',
  '/draft',
  '/published/1',
  '/published/x/status/500',
  '/failed',
  '/500',
  '/404',
  '/_error',
  '/_not-found',
  '/_global-error',
  '/studio',
  '/studio/structure',
  '/studio/presentation',
  '/healthz',
  '/readyz',
  '/backup',
  '/nowhere',
  '/api/revalidate',
  '/api/draft-mode/enable',
  '/api/draft-mode/disable',
  '/api/draft-mode/check',
  '/api/draft-mode/live',
  '/api/draft-mode/enable?sanity-preview-secret=x',
  '/api/draft-mode/enable?sanity-preview-secret=%00',
  '/api/draft-mode/check?to=//x',
  '/_next/image?url=%2F%0A%1B%5B31mforged&w=64&q=75',
  '/_next/image?url=http://127.0.0.1&w=1&q=1',
  '/_next/data/x/index.json',
  '/_next/static/x.js',
  '/_next/static/%2e%2e/%2e%2e/package.json',
  '/_next/hmr',
  '/_next/',
  '/__nextjs_original-stack-frames',
  '/lake',
  '/lake/',
  '/lake/sign-in',
  '/lake/sign-in?code=x',
  '/lake/sign-in?kept&origin=//x',
  '/lake/v1/ping',
  '/lake/vX/auth/providers',
  '/lake/vX/auth/logout',
  '/lake/vX/data/query/production?query=*',
  '/lake/vX/data/query/production?query=%E0',
  '/lake/vX/users/me',
  '/lake/vX/data/query/production?query=[&$x={',
  '/lake/vX/data/doc/production/%E0%A4%A',
  '/lake/vX/streams',
  '/lake/vX/streams/x',
  '/lake/vX/data/listen/production',
]

/** Inserted into a path, or appended to it. */
const twists = [
  '%',
  '%E0%A4%A',
  '%00',
  '%0a%1b[31mforged',
  '%2f..%2f',
  '/../..',
  '//',
  '/./',
  '\\',
  '%5c',
  '?%',
  '?%E0%A4%A=%',
  '?a[b]=c&a[b]',
  '?_rsc=x',
  '?__nextLocale=x',
  '?__nextDataReq=1',
  '?nxtPgeneration=x',
  '#x',
  ';',
  ':x',
  '%C0%AF',
  '/%252e',
  '\u00e9',
  '\ud83d\ude42',
  `/${'x'.repeat(3000)}`,
  '|',
  '"<>',
  '{}',
]

const targets = [
  '*',
  'http://localhost/',
  'http://localhost',
  'https://evil.example/',
  'HTTP://localhost/studio/%E0%A4%A',
  'localhost:80',
  'http://',
  'http://[',
  '//evil.example/',
  '///',
  '/\\evil.example',
  'javascript:alert(1)',
  '?',
  '..',
  'http://localhost//',
  'file:///etc/passwd',
  'http://user:pass@localhost/',
]

const headers: string[] = [
  'Next-Router-State-Tree: x',
  'Next-Router-State-Tree: %E0%A4%A',
  'Next-Router-State-Tree: %5B%22%22%5D',
  'RSC: 1',
  'Next-Router-Prefetch: 1',
  'Next-Router-Segment-Prefetch: /_tree',
  'Next-Url: %',
  'Next-Action: x',
  'Next-Action: 40000000000000000000000000000000000000000',
  'Next-HMR-Refresh: 1',
  'X-Nextjs-Data: 1',
  'X-Middleware-Subrequest: proxy:proxy:proxy:proxy:proxy',
  'X-Middleware-Rewrite: http://127.0.0.1:1/',
  'X-Matched-Path: /%',
  'X-Invoke-Path: /x',
  'X-Invoke-Status: 500',
  'X-Invoke-Error: {',
  'X-Now-Route-Matches: 1=%',
  'X-Prerender-Revalidate: x',
  'X-Internal-Request: x',
  'X-Forwarded-Host: a b',
  'X-Forwarded-Host: evil.example',
  'X-Forwarded-Host: [',
  'X-Forwarded-Proto: %',
  'X-Forwarded-Proto: javascript',
  'X-Forwarded-Port: x',
  'X-Forwarded-For: \x1b[31m',
  'X-Forwarded-For: ,,,',
  'Forwarded: for=_x;host="a',
  'Origin: null',
  'Origin: x',
  'Origin: https://evil.example',
  'Referer: %',
  'Cookie: %E0%A4%A=%E0%A4%A',
  'Cookie: =;=;;a',
  'Cookie: __prerender_bypass=x',
  'Cookie: preview-access=e30.e30',
  'Cookie: __Host-preview-access=..',
  'Cookie: lake_session=x',
  `Cookie: ${'a=b; '.repeat(500)}`,
  'Authorization: x',
  'Authorization: Bearer',
  'Authorization: Basic Og==',
  'Content-Type: multipart/form-data',
  'Content-Type: multipart/form-data; boundary=',
  'Content-Type: application/x-www-form-urlencoded',
  'Content-Type: text/plain;charset=x',
  'Content-Type: \u00ff',
  'Content-Encoding: gzip',
  'Content-Length: 5',
  'Content-Length: 0',
  'Accept: text/html',
  'Accept: x/y;q=z',
  'Accept: text/event-stream',
  'Accept-Encoding: br;q=x, \u00ff',
  'Accept-Language: %',
  'If-None-Match: "',
  'If-None-Match: W/',
  'If-Modified-Since: x',
  'Range: bytes=9-1',
  'Range: x',
  'Expect: 100-continue',
  'Expect: x',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: x',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Upgrade: h2c',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: x',
  'TE: x',
  'Sanity-Webhook-Signature: ',
  'Sanity-Webhook-Signature: t=1,v1=x',
  'Sanity-Webhook-Signature: x',
  'Sanity-Operation: delete',
  'Last-Event-ID: \u00ff',
  'Purpose: prefetch',
  'Sec-Fetch-Site: same-origin',
  'Lake-Client: x\x01',
  'X-HTTP-Method-Override: DELETE',
]

const bodies = [
  '',
  '{',
  '{}',
  '[]',
  'null',
  'a=b',
  'token=%E0%A4%A',
  'token=x&origin=http://[',
  '\0',
  '{"query":{}}',
  '0\r\n\r\n',
  'ffffffffff\r\n',
  '5\r\nhello',
  '--x\r\nContent-Disposition: form-data; name="$ACTION_ID_x"\r\n\r\n\r\n--x--',
  '€',
]

const hosts = [
  'localhost',
  'localhost:99999',
  '',
  ' ',
  'a b',
  '[',
  '[::1]',
  'evil.example',
  '\u00ff',
  'localhost/x',
  'localhost:x',
  '%',
  '127.0.0.1',
  'x'.repeat(300),
]

const frames = [
  'x',
  '',
  '{}',
  '[]',
  'null',
  '{"open":1}',
  '{"close":"x"}',
  '{"open":"x","path":"/vX/data/listen/production?query=["}',
  '{"open":"x","path":"/vX/data/listen/production?query=*","lastEventId":"€"}',
  '{"open":"x","path":"/vX/data/listen/production","lastEventId":"\\n"}',
  '{"open":"x","path":"/vX/data/listen/%E0%A4%A?query=*"}',
  '{"open":"x","path":"/vX/data/live/events/production?%"}',
  '{"jsonrpc":"2.0","id":"x","method":"y"}',
  'x'.repeat(200_000),
]

/**
 * Sends malformed requests, each on its own connection, a tenth of them cut off: invalid addresses, headers,
 * bodies and hosts, some of which imitate Next's internal requests. Also sends invalid frames to the Content
 * Lake's sockets.
 *
 * @param url the site's address.
 * @param token for the Content Lake's sockets.
 */
export async function sendMalformed(url: string, token: string, count: number, seed = 14): Promise<Answers> {
  const random = randomFrom(seed)
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
  const { port } = new URL(url)
  const answers: Answers = { sent: 0, statuses: {}, failures: [] }

  const target = () => {
    const chance = random()
    if (chance < 0.15) return pick(targets)
    const path = pick(paths)
    if (chance < 0.6) return path + pick(twists)
    const at = 1 + Math.floor(random() * path.length)
    return chance < 0.8 ? path.slice(0, at) + pick(twists) + path.slice(at) : path
  }
  const request = () => {
    const method = random() < 0.5 ? 'GET' : pick(methods)
    const given = Array.from({ length: Math.floor(random() * 4) }, () => pick(headers))
    const host = random() < 0.1 ? pick(hosts) : `localhost:${port}`
    const body = method === 'GET' || method === 'HEAD' ? '' : pick(bodies)
    const length = given.some((line) => /^(content-length|transfer-encoding)/i.test(line))
      ? []
      : [`Content-Length: ${Buffer.byteLength(body)}`]
    const version = random() < 0.03 ? '1.0' : '1.1'
    return [
      `${method} ${target()} HTTP/${version}`,
      `Host: ${host}`,
      'Connection: close',
      ...given,
      ...length,
      '',
      body,
    ].join('\r\n')
  }

  const count_ = (status: string) => (answers.statuses[status] = (answers.statuses[status] ?? 0) + 1)
  const send = (text: string, breaksOff: boolean) =>
    new Promise<void>((resolve) => {
      answers.sent += 1
      const socket = connect({ host: 'localhost', port: Number(port) })
      let received = ''
      const timer = setTimeout(() => socket.destroy(), patience)
      const isStream = () => /^HTTP\/1\.1 200[\s\S]*text\/event-stream/.test(received)
      socket.on('error', () => {})
      socket.on('data', (data) => {
        received += data.toString('latin1')
        // Streams never end, and after announcing a longer body the server waits for it.
        if (isStream() || /\r\n\r\n/.test(received)) socket.end()
        if (isStream()) socket.destroy()
      })
      socket.on('close', () => {
        clearTimeout(timer)
        const status = /^HTTP\/1\.1 (\d{3})/.exec(
          received.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, ''),
        )?.[1]
        if (!breaksOff) count_(status ?? 'none')
        if (status?.startsWith('5')) answers.failures.push(`${status}: ${JSON.stringify(text.slice(0, 600))}`)
        resolve()
      })
      if (breaksOff)
        socket.end(text.slice(0, Math.floor(text.length * random())), 'latin1', () => socket.destroy())
      else {
        socket.write(text, 'latin1')
        // Requests that announce a body or an upgrade that never comes are ended, as a client would.
        if (/content-length: 5|transfer-encoding|expect|upgrade/i.test(text))
          setTimeout(() => socket.end(), 50)
      }
    })

  const frame = async (text: string) => {
    answers.sent += 1
    const path = random() < 0.5 ? 'streams' : 'socket/production'
    const socket = new WebSocket(`ws://localhost:${port}/lake/vX/${path}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    await new Promise<void>((resolve) => {
      socket.on('error', () => resolve())
      socket.on('close', () => resolve())
      socket.on('open', () => {
        socket.send(text)
        socket.close()
      })
    })
    count_('socket')
  }

  const lanes = Array.from({ length: 16 }, async () => {
    while (answers.sent < count)
      await (random() < 0.05 ? frame(pick(frames)) : send(request(), random() < 0.1))
  })
  await Promise.all(lanes)
  return answers
}
