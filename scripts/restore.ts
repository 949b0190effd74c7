/**
 * `npm run restore -- FILE` replaces the embedded dataset with a backup, while the site is stopped. Checks
 * the backup before it changes anything, and keeps the old dataset.
 */
import { join, resolve } from 'node:path'
import { readEnv } from '#lib/env.ts'
import { asGiven, readCommandLine, runCommand } from '#server/installation/command.ts'
import { restore } from '#server/installation/restore.ts'
import { OperatorError } from '#server/operator-error.ts'
import { backend } from '#sanity/content/backend.ts'

await runCommand(() => {
  const { file: name } = readCommandLine('npm run restore -- FILE')
  const env = readEnv()
  if (!name) throw new OperatorError('Name the backup to restore: npm run restore -- FILE')
  if (!backend(env).embedded)
    throw new OperatorError(
      'The manual is kept at Sanity, not on this machine: a backup cannot be restored there.',
    )
  const kept = restore(env.DATA_DIR, resolve(name))
  console.info(
    `${resolve(name)} is in ${env.DATA_DIR}. Nobody is signed in to the Studio, and no preview is shared.`,
  )
  if (kept)
    console.info(
      `What was there before is in ${kept}. To have it back: ${asGiven('npm', 'run', 'restore', '--', join(kept, 'lake.sqlite'))}`,
    )
  console.info(`To see it: ${asGiven('npm', 'start')}`)
})
