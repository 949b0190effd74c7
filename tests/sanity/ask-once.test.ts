import { afterEach, expect, it, vi } from 'vitest'
import { askOnce } from '#sanity/studio/ask-once.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

it('asks once about each manual', () => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  })
  expect(['a', 'a', 'b', 'b'].map(askOnce)).toEqual([true, false, true, false])
})

it('does not ask again and again where the browser keeps nothing', () => {
  const refuse = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  }
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse })
  expect(askOnce('a')).toBe(false)
})
