import { startVitest } from 'vitest/node'

/**
 * Runs the suites of a separate Vitest configuration.
 *
 * @param config its path.
 * @param filters parts of file names; without any, all files run.
 * @returns whether there were any, and all passed.
 */
export async function runSuites(config: string, filters: string[] = []): Promise<boolean> {
  const vitest = await startVitest('test', filters, {
    run: true,
    watch: false,
    root: process.cwd(),
    config,
  })
  const modules = vitest.state.getTestModules()
  const hasPassed =
    vitest.state.getCountOfFailedTests() === 0 &&
    vitest.state.getUnhandledErrors().length === 0 &&
    modules.length > 0 &&
    modules.every((module) => module.ok())
  await vitest.close()
  return hasPassed
}
