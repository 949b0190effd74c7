import { expect, it } from 'vitest'
import { addressText } from '#lib/manual/index.ts'

it.each([
  ['mailto:ada@example.org', 'ada@example.org'],
  ['mailto:ada@example.org?subject=Hello', 'ada@example.org'],
  ['https://example.org', 'example.org'],
  ['HTTP://example.org/ada/', 'example.org/ada'],
  ['https://example.org/?from=manual', 'example.org'],
  ['http://localhost:3000', 'localhost:3000'],
])('the address %s is shown as %s', (address, text) => {
  expect(addressText(address)).toBe(text)
})
