import { isUtf8 } from 'node:buffer'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import nextEnv from '@next/env'
import { OperatorError } from '#server/operator-error.ts'

/**
 * Adds the variables of `.env` and its variants to the process's environment. Next's own reader does it, and
 * caches what it read, so the server, the site in its process and its builds see the same values. Variables
 * that are already set stay as they are.
 *
 * Reads no file where `__NEXT_PROCESSED_ENV` is set, as it is for child processes and in tests.
 *
 * @throws {OperatorError} naming a file that cannot be read, is not UTF-8, or has an unescaped `$` before a
 *   name that is no variable. Next's reader ignores all three.
 */
export function loadEnvFiles(mode: 'production' | 'development' = 'production', directory = '.'): void {
  if (process.env.__NEXT_PROCESSED_ENV) return
  for (const file of [`.env.${mode}.local`, '.env.local', `.env.${mode}`, '.env'])
    refuseUnreadable(join(directory, file))
  const given = { ...process.env }
  const { loadedEnvFiles } = nextEnv.loadEnvConfig(directory, mode === 'development')
  // The reader also expands a `$` in variables that were set before, if a file names them too.
  Object.assign(process.env, given)
  for (const { path, contents } of loadedEnvFiles) refuseUnescaped(path, contents)
}

function refuseUnreadable(file: string): void {
  // A named pipe, such as a password manager provides, can be read only once.
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return
  let content: Buffer
  try {
    content = readFileSync(file)
  } catch (cause) {
    throw new OperatorError(`${file} cannot be read. Make it readable for the account that runs the site.`, {
      cause,
    })
  }
  // UTF-16 without a byte order mark can be valid UTF-8, with a NUL in every second byte.
  if (!isUtf8(content) || content.includes(0))
    throw new OperatorError(
      `${file} is not UTF-8 text (some Windows programs write UTF-16). Save it again as UTF-8, and start again.`,
    )
}

/** `NAME=value`, without a trailing comment. */
const assignment = /^\s*(?:export\s+)?(\w+)\s*=\s*("[^"\n]*"|'[^'\n]*'|[^#\n]*)/gm

/**
 * Refuses a `$` before a name that is no variable. The reader expands it to nothing, also inside quotes,
 * which would silently cut off the end of a secret.
 */
function refuseUnescaped(file: string, content: string): void {
  for (const [, name, value = ''] of content.matchAll(assignment)) {
    const other = [...value.matchAll(/(?<!\\)\$\{?(\w+)/g)]
      .map(([, word = '']) => word)
      .find((word) => process.env[word] === undefined)
    if (other)
      throw new OperatorError(
        `${name} in ${file} has a $ that is read as the beginning of a variable's name, and there is no variable ${other}. For the sign itself, write \\$.`,
      )
  }
}
