import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** Lint checks imports only. These tests find words of another layer in strings and comments. */
const linesWith = (pattern: string, words: RegExp) =>
  globSync(pattern).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, at) => (words.test(line) ? [`${file}:${at + 1} ${line.trim()}`] : [])),
  )

it('the domain does not mention Sanity or its Studio', () => {
  expect(linesWith('lib/{manual,changes,formats}/**/*.ts', /sanity|studio/i)).toEqual([])
})

it('the lake does not mention the manual, its configuration or its design', () => {
  const ours = /\bmanual\b|DATA_DIR|SANITY_[A-Z]|['"`]\/studio|#f6f5f0/i
  expect(linesWith('sanity/lake/*.{ts,css}', ours)).toEqual([])
})
