import { parseArgs } from 'node:util'
import { EnvError } from '#lib/env.ts'
import { LakeFileError } from '#sanity/lake/index.ts'
import { ArchiveError } from '#sanity/seed/archive.ts'
import { loadEnvFiles } from './env-files.ts'
import { OperatorError } from '#server/operator-error.ts'

/**
 * Whether an error's message tells the operator what is wrong and what to do. Any other error is a bug, and
 * is printed with its stack.
 */
export const isOperatorError = (error: unknown): error is Error =>
  error instanceof OperatorError ||
  error instanceof EnvError ||
  error instanceof LakeFileError ||
  error instanceof ArchiveError

/** Runs a command, with the variables of `.env`. Prints errors, and then sets the exit status 1. */
export async function runCommand(run: () => void | Promise<void>): Promise<void> {
  try {
    loadEnvFiles()
    await run()
  } catch (error) {
    console.error(isOperatorError(error) ? `\n${error.message}\n` : error)
    process.exitCode = 1
  }
}

interface CommandLine<Flag extends string> {
  file: string | undefined
  flags: Record<Flag, boolean>
}

/**
 * Reads the command line: at most one file, and flags.
 *
 * @param usage how the command is written: `npm run seed [-- FILE | -- --blank]`.
 * @throws {OperatorError} with the usage, when there is anything else.
 */
export function readCommandLine<Flag extends string = never>(
  usage: string,
  names: readonly Flag[] = [],
): CommandLine<Flag> {
  const refusal = (problem: string, cause?: unknown) =>
    new OperatorError(`${problem}\nUsage: ${usage}`, { cause })
  const options = Object.fromEntries(
    names.map((name) => [name, { type: 'boolean' as const, default: false }]),
  )
  let parsed
  try {
    parsed = parseArgs({ options, allowPositionals: true })
  } catch (cause) {
    const [problem] = (cause as Error).message.split('. ')
    throw refusal(`${problem}.`, cause)
  }
  const { positionals, values } = parsed
  const [file, ...more] = positionals
  if (more.length > 0)
    throw refusal(`One file at most, not ${positionals.length}: ${positionals.join(', ')}.`)
  if (file === '') throw refusal('The name of the file is empty.')
  // Without a "--" before it, npm takes the option as its own and sets this variable.
  const taken = names.find((name) => process.env[`npm_config_${name}`] && !values[name])
  if (taken)
    throw refusal(`npm kept --${taken} for itself: there has to be a "--" before it. Nothing was changed.`)
  return { file, flags: values as Record<Flag, boolean> }
}

/**
 * The variables that select the site, as set on the command line. Read before `.env` is loaded: `npm start`
 * reads `.env` itself.
 */
const given = Object.entries(process.env).filter(
  ([name, value]) =>
    [
      'DATA_DIR',
      'PORT',
      'NEXT_PUBLIC_SANITY_PROJECT_ID',
      'NEXT_PUBLIC_SANITY_DATASET',
      'SANITY_API_HOST',
    ].includes(name) && value,
)

/** A command for the same site, for the operator to type: `DATA_DIR=.data-mine npm start`. */
export const asGiven = (...command: string[]): string =>
  [...given.map(([name, value = '']) => `${name}=${quoted(value)}`), ...command.map(quoted)].join(' ')

/** Quotes a word for a POSIX shell. */
const quoted = (value: string) =>
  /^[\w./:@%+,~-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`
