import 'server-only'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Next.js's list of the files of `import()` calls in a page. Here it has only `workspace.tsx`. */
const manifest = 'server/app/studio/[[...index]]/page/react-loadable-manifest.json'

/**
 * The addresses of the files that `import('./workspace.tsx')` loads. Empty if there is no manifest on the disk:
 * in development, and on some platforms.
 */
export function workspaceFiles(): string[] {
  try {
    const file = join(process.cwd(), process.env.NEXT_DIST_DIR || '.next', manifest)
    const groups = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { files: string[] }>
    return Object.values(groups).flatMap(({ files }) => files.map((name) => `/_next/${name}`))
  } catch {
    return []
  }
}
