import { build, buildIsCurrent } from '#server/installation/build.ts'

/** Builds the site where its sources have changed: once, before the first of the tests that start it. */
export default async function buildOnce(): Promise<void> {
  if (!buildIsCurrent(process.cwd())) await build(process.cwd())
}
