import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Programs that `npm ci` does not install, and their Debian packages. */
const packages = {
  nginx: 'nginx',
  openssl: 'openssl',
  caddy: 'caddy',
  'firefox-esr': 'firefox-esr',
  WebKitWebDriver: 'webkit2gtk-driver',
  Xvfb: 'xvfb',
} as const

type Program = keyof typeof packages

// Debian's nginx is in a directory that is only in root's PATH.
const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']

const find = (program: Program): string | undefined =>
  directories
    .map((directory) => join(directory, program))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })

/**
 * The path of an installed program.
 *
 * @throws if it is not installed, naming the package.
 */
export function pathOf(program: Program): string {
  const path = find(program)
  if (!path) throw new Error(`${program} is not installed: apt-get install ${packages[program]}`)
  return path
}

/** The programs that are missing, with their packages. */
export const missingPackages = (): { program: string; package: string }[] =>
  (Object.keys(packages) as Program[])
    .filter((program) => !find(program))
    .map((program) => ({ program, package: packages[program] }))
