import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { OperatorError } from '#server/operator-error.ts'
import { writeAtomicallySync } from './atomic-write.ts'

/** As long as a secret from the environment must be: an empty one would let everybody in. */
const secret = z.string().min(16)

const secretsSchema = z.object({ readToken: secret, writeToken: secret, revalidateSecret: secret })

/**
 * What opens the embedded Content Lake (`readToken`, `writeToken`) and signs webhooks to `/api/revalidate`
 * (`revalidateSecret`).
 */
export type Secrets = z.output<typeof secretsSchema>

/** The file in DATA_DIR that keeps the generated secrets; only its owner may read it. */
export const secretsFile = (dataDir: string): string => join(dataDir, 'secrets.json')

/**
 * The secrets of this installation: generated on the first start and kept in `DATA_DIR`. A secret given in
 * the environment takes the place of the kept one.
 *
 * @throws {OperatorError} when the file does not hold them.
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
  // An empty one is what a full disk left of the first start in the first version: there is no secret in it
  // to lose.
  const text = existsSync(file) ? read(file) : ''
  if (text !== '') {
    const kept = secretsSchema.safeParse(parseJson(text))
    if (kept.success) return kept.data
    throw new OperatorError(
      `${file} does not hold the secrets it should. Delete it, and new ones are made; you will then have to sign in to the Studio again.`,
    )
  }
  const made = () => randomBytes(32).toString('base64url')
  const secrets = { readToken: made(), writeToken: made(), revalidateSecret: made() }
  // A file with something in it was made by another start just now.
  writeAtomicallySync(file, `${JSON.stringify(secrets, null, 2)}\n`, { replace: existsSync(file) })
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
