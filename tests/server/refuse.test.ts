import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { refuseMalformed } from '#server/front/refuse.ts'

/** The status of the refusal, or the address that is passed on. */
function outcome(url: string, headers: Record<string, string> = {}, method = 'GET'): number | string {
  const request = Object.assign(new IncomingMessage(new Socket()), { method, url, headers })
  const response = new ServerResponse(request)
  return refuseMalformed(request, response) ? response.statusCode : String(request.url)
}

const ofBrowser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

it.each(['/%E0%A4%A', '/studio/%E0%A4%A', '/%00', '/editions/%', '/a#b'])(
  'a browser at %s gets the page for an address that nothing has, any other program a refusal',
  (url) => {
    expect(outcome(url, ofBrowser)).toMatch(/^\/[\w-]+$/)
    expect(outcome(url, ofBrowser, 'HEAD')).toMatch(/^\/[\w-]+$/)
    expect(outcome(url, ofBrowser, 'POST')).toBe(400)
    expect(outcome(url)).toBe(400)
  },
)

it.each(['/', '/now?x=%E0%A4%A', '/%E2%82%AC'])('the address %s is passed on as it is', (url) => {
  expect(outcome(url, ofBrowser)).toBe(url)
})

it('a host that cannot be read is refused, whoever asks', () => {
  expect(outcome('/%E0%A4%A', { ...ofBrowser, host: 'a b' })).toBe(400)
})
