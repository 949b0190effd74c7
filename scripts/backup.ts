/**
 * `npm run backup` writes a backup of the embedded dataset into DATA_DIR/backups; `npm run backup -- FILE`
 * writes it to FILE. Works whether the site is running or not. The file appears only when it is complete and
 * checked. `npm run restore -- FILE` restores it.
 */
import { resolve } from 'node:path'
import { readEnv } from '#lib/env.ts'
import { backUp, defaultBackup } from '#server/installation/backup.ts'
import { readCommandLine, runCommand } from '#server/installation/command.ts'
import { OperatorError } from '#server/operator-error.ts'
import { backend } from '#sanity/content/backend.ts'

await runCommand(async () => {
  const { file: name } = readCommandLine('npm run backup [-- FILE]')
  const env = readEnv()
  if (!backend(env).embedded)
    throw new OperatorError(
      'The manual is kept at Sanity, not on this machine. To have a copy: npm run export -- FILE',
    )
  const file = name ? resolve(name) : defaultBackup(env.DATA_DIR)
  await backUp(env.DATA_DIR, file)
  console.info(
    `${file} is a backup of the manual in ${env.DATA_DIR}, with its drafts and its history. Tokens, sign-ins and shared previews are not in it.`,
  )
})
