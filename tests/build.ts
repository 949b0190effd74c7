import { launchBrowser } from '#scripts/harness/browser.ts'
import { build, buildIsCurrent } from '#server/installation/build.ts'

/**
 * Once, before the first of the tests that start sites: builds the site where its sources have changed, and
 * has the browser unpack itself, which two files at once could not do.
 */
export default async function prepare(): Promise<void> {
  if (!buildIsCurrent(process.cwd())) await build(process.cwd())
  await (await launchBrowser()).close()
}
