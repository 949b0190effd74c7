import { launchBrowser } from '#scripts/harness/browser.ts'
import { build, buildIsCurrent } from '#server/installation/build.ts'

/**
 * Runs once before the tests that start sites: builds the site if its sources have changed, and lets the
 * browser unpack itself, which must not happen in two processes at once.
 */
export default async function prepare(): Promise<void> {
  if (!buildIsCurrent(process.cwd())) await build(process.cwd())
  await (await launchBrowser()).close()
}
