import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const documents = globSync(['*.md', 'docs/**/*.md', 'sanity/**/*.md'])
const tests = new Set(globSync('tests/**/*.test.{ts,tsx}').map((path) => basename(path)))
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
const topLevel = 'app|components|docs|lib|sanity|scripts|server|tests|\\.github'

/**
 * The paths in a document: those in backquotes that begin with a folder of the project, and the targets of
 * links.
 */
function pathsIn(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const quoted = [...text.matchAll(new RegExp('`((?:' + topLevel + ')/[^`\\s*<>{}…]+)`', 'g'))].map(
    ([, path]) => path as string,
  )
  const linked = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, path]) =>
    join(dirname(file), path as string),
  )
  return [...quoted, ...linked].map((path) => path.replace(/[:#].*$/, ''))
}

/** Files in these folders whose text matches. */
const filesWith = (pattern: RegExp) =>
  globSync(['{app,components,lib,sanity,server}/**/*.{ts,tsx,css,cjs}', 'package.json']).filter((path) =>
    pattern.test(readFileSync(path, 'utf8')),
  )

describe('the documents', () => {
  it.each(documents)('%s names only paths that exist', (file) => {
    expect(pathsIn(file).filter((path) => !existsSync(path))).toEqual([])
  })

  it.each(documents)('%s names only tests and commands that exist', (file) => {
    const text = readFileSync(file, 'utf8')
    const named = [...text.matchAll(/`(?:[^`\s]*\/)?([\w-]+\.test\.tsx?)`/g)].map(([, name]) => name)
    expect(named.filter((name) => !tests.has(name as string))).toEqual([])
    const commands = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name as string)
    expect(commands.filter((name) => !(name in scripts))).toEqual([])
  })

  it('CONTRIBUTING names exactly the files that mention a typeface of the page', () => {
    const [, section = ''] = readFileSync('CONTRIBUTING.md', 'utf8').split('## Changing a font\n')
    const named = [...section.matchAll(/^- `([^`]+)`/gm)].map(([, path]) => path as string)
    expect(named.toSorted()).toEqual(filesWith(/stix[ -]two|sometype/i).toSorted())
  })

  const decisions = documents.filter((path) => path.startsWith('docs/decisions/'))
  it.each(decisions)('%s states its date, its status and the alternatives', (file) => {
    const text = readFileSync(file, 'utf8')
    expect(text).toMatch(
      /^# \d{3}: .+\n\n- Date: \d{4}-\d\d-\d\d.*\n- Status: (accepted|superseded by \[\d{3}\])/,
    )
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
      'Context',
      'Alternatives',
      'Decision',
      'Consequences',
    ])
  })
})
