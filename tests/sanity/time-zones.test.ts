import { afterEach, expect, it, vi } from 'vitest'
import { keepOwnTimeZone } from '#sanity/studio/time-zones.client.ts'

const { supportedValuesOf } = Intl
afterEach(() => {
  vi.unstubAllEnvs()
  Intl.supportedValuesOf = supportedValuesOf
})

it.each(['Europe/Vienna', 'UTC'])('a Studio in %s offers no other time zone', (zone) => {
  vi.stubEnv('TZ', zone)
  expect(Intl.supportedValuesOf('timeZone').length).toBeGreaterThan(300)
  keepOwnTimeZone()
  expect(Intl.supportedValuesOf('timeZone')).toEqual([zone])
  expect(Intl.supportedValuesOf('currency')).toContain('EUR')
})
