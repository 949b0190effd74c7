/**
 * `npm run prove journeys`: authors' longest ways through the Studio, in a real browser: outages of twenty
 * seconds (or of `OUTAGE_SECONDS`), the first quarter of an hour, every item of every menu, windows in which a
 * preview was left.
 */
import { runSuites } from '../harness/suites.ts'

process.exit((await runSuites('tests/journeys/vitest.config.ts')) ? 0 : 1)
