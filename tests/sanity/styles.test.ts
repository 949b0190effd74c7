import { expect, it } from 'vitest'
import { isThisMachine } from '#sanity/studio/styles.ts'

it.each(['localhost', 'manual.localhost', '127.0.0.1', '127.8.8.8', '[::1]'])(
  'there is no QR code for %s, which leads a phone to itself',
  (hostname) => expect(isThisMachine(hostname)).toBe(true),
)

it.each([
  '192.168.1.20',
  'desk.local',
  'example.org',
  'localhost.example.org',
  '127.example.org',
  '[fe80::1]',
])('there is a QR code for %s', (hostname) => expect(isThisMachine(hostname)).toBe(false))
