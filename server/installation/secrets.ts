import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { OperatorError } from '#server/operator-error.ts'
import { writeAtomicallySync } from './atomic-write.ts'

/** The same minimum as for secrets from the environment. An empty secret would let everybody in. */
const secret = z.string().min(16)

const secretsSchema = z.object({ readToken: secret, writeToken: secret, revalidateSecret: secret })

/**
 * The tokens of the embedded Content Lake (`readToken`, `writeToken`), and the key that signs webhooks to
 * `/api/revalidate` (`revalidateSecret`).
 */
export type Secrets = z.output<typeof secretsSchema>

/** The file in DATA_DIR that keeps the generated secrets. */
export const secretsFile = (dataDir: string): string => join(dataDir, 'secrets.json')

/**
 * The secrets of this installation: generated on the first start and kept in `DATA_DIR`. A secret from the
 * environment takes precedence.
 *
 * @throws {OperatorError} when the file cannot be read, or its content is invalid.
 */
export function loadSecrets(
  dataDir: string,
  given: Partial<Record<keyof Secrets, string | undefined>> = {},
): Secrets {
  const kept = readKept(dataDir)
  return {
    readToken: given.readToken ?? kept.readToken,
    writeToken: given.writeToken ?? kept.writeToken,
    revalidateSecret: given.revalidateSecret ?? kept.revalidateSecret,
  }
}

function readKept(dataDir: string): Secrets {
  const file = secretsFile(dataDir)
  // The first version left an empty file when the disk was full at its first start. It holds no secret, so it
  // is replaced.
  const exists = existsSync(file)
  const text = exists ? read(file) : ''
  if (text !== '') {
    const kept = secretsSchema.safeParse(parseJson(text))
    if (kept.success) return kept.data
    throw new OperatorError(
      `${file} does not hold the secrets it should. Delete it, and new ones are made; you will then have to sign in to the Studio again.`,
    )
  }
  const made = () => randomBytes(32).toString('base64url')
  const secrets = { readToken: made(), writeToken: made(), revalidateSecret: made() }
  // Where there was no file, the write fails if another start has just created it.
  writeAtomicallySync(file, `${JSON.stringify(secrets, null, 2)}\n`, { replace: exists })
  return secrets
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new OperatorError(`${file} cannot be read. Make it readable for the account that runs the site.`, {
      cause,
    })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
