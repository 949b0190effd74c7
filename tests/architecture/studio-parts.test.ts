import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import nextConfig from '../../next.config.ts'

type Loader = ((source: string) => string) & { parts: readonly string[] }
const partsAtOnce = createRequire(import.meta.url)('../../app/studio/parts-at-once.cjs') as Loader

it('every part that the Studio loads at once is one that Sanity would load later', () => {
  const [pattern = ''] =
    Object.entries(nextConfig.turbopack?.rules ?? {}).find(([, rule]) =>
      JSON.stringify(rule).includes('parts-at-once'),
    ) ?? []
  const text = globSync(pattern.replace('**', 'node_modules'))
    .map((file) => readFileSync(file, 'utf8'))
    .map((source) => partsAtOnce(source))
    .join('\n')
  const missing = partsAtOnce.parts.filter((part) => !text.includes(`Promise.resolve(require("./${part}-`))
  expect(missing).toEqual([])
  expect(text).not.toMatch(/import\("\.\/(pane|list|structureTool)-/)
})
