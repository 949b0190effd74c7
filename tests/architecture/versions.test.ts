import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const json = <Shape>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as Shape
type Versions = Record<string, string>
const { version, ...manifest } = json<{
  version: string
  dependencies: Versions
  devDependencies: Versions
  optionalDependencies: Versions
  overrides: Record<string, unknown>
}>('package.json')
const packages = {
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
}

it('every package has an exact version', () => {
  expect(Object.entries(packages).filter(([, range]) => !/^\d+\.\d+\.\d+$/.test(range))).toEqual([])
})

it('the lock file names no registry, so that every installation uses its own', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved"|https?:\/\/[^"]*\/-\//)
})

it('the changelog begins with the version of package.json', () => {
  const [, newest] = /^## \[(.+?)\]/m.exec(readFileSync('CHANGELOG.md', 'utf8')) ?? []
  expect(newest).toBe(version)
})

it('the rules for updates match existing packages', () => {
  const { packageRules } = json<{ packageRules: { matchPackageNames: string[] }[] }>('renovate.json')
  const known = [...Object.keys(packages), ...Object.keys(manifest.overrides)]
  const matches = (pattern: string) => (name: string) =>
    pattern.startsWith('/')
      ? new RegExp(pattern.slice(1, -1)).test(name)
      : name === pattern || (pattern.endsWith('/**') && name.startsWith(pattern.slice(0, -2)))
  const patterns = packageRules.flatMap(({ matchPackageNames }) => matchPackageNames)
  expect(patterns.length).toBeGreaterThan(10)
  expect(patterns.filter((pattern) => !known.some(matches(pattern)))).toEqual([])
})

it('there is a Node package for each platform in scripts/node.mjs, of a version that can run the site', () => {
  const found = [...readFileSync('scripts/node.mjs', 'utf8').matchAll(/'(node-[\w-]+)\/bin/g)].map(
    ([, name]) => name,
  )
  expect(found.toSorted()).toEqual(Object.keys(manifest.optionalDependencies).toSorted())
  // Even major versions are the LTS releases.
  for (const [name, bundled] of Object.entries(manifest.optionalDependencies))
    expect([name, bundled]).toEqual([name, expect.stringMatching(/^2[4-9]\./)])
  const majors = Object.values(manifest.optionalDependencies).map((bundled) => Number.parseInt(bundled))
  expect(majors.filter((major) => major % 2 === 1)).toEqual([])
})
