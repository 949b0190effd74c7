/**
 * `npm run prove journeys`: authors' longest ways through the Studio, in a real browser. An outage of twenty
 * seconds, the first quarter of an hour on a phone, every item of every menu.
 */
import { runSuites } from '../harness/suites.ts'

process.exit((await runSuites('tests/journeys/vitest.config.ts')) ? 0 : 1)
