import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Adds the variables in `.env` and its variants to the process's environment: the files that Next.js reads, in the same order, so that
 * both see the same. Variables that are already set stay as they are.
 */
export function loadEnvFiles(mode: 'production' | 'development' = 'production', directory = '.'): void {
  for (const file of [`.env.${mode}.local`, '.env.local', `.env.${mode}`, '.env'])
    if (existsSync(join(directory, file))) process.loadEnvFile(join(directory, file))
}
