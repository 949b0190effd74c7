/**
 * Ten thousand malformed requests, from anybody: no 5xx, at most one quiet line each in the log, and the site
 * is as it was.
 */
import { startSite } from '#scripts/harness/site.ts'
import { sendMalformed } from '#scripts/harness/malformed.ts'

await using site = await startSite()
const before = await (await fetch(site.url)).text()
const started = performance.now()
const { sent, statuses, failures } = await sendMalformed(site.url, site.writeToken, 10_000)
const after = await (await fetch(site.url)).text()
const seconds = Math.round((performance.now() - started) / 1000)

console.info(
  `${sent} malformed requests in ${seconds} s: ${failures.length} got a 5xx, ${site.log.length} lines in the log`,
)
console.info(
  Object.entries(statuses)
    .toSorted()
    .map(([status, count]) => `  ${status}: ${count}`)
    .join('\n'),
)
for (const line of [...failures, ...site.log].slice(0, 20)) console.info(`  ${line}`)
const stacks = site.log.filter((line) => /^\s+at /.test(line))
if (failures.length > 0 || stacks.length > 0 || site.log.length > sent || before !== after)
  process.exitCode = 1
