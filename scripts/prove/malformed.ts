/**
 * Ten thousand malformed requests, and ten thousand for editions that there are not, from anybody: no 5xx, at
 * most one quiet line each in the log, and the site is as it was, its files and its memory included.
 */
import { startSite } from '#scripts/harness/site.ts'
import { sendMalformed } from '#scripts/harness/malformed.ts'
import { askForUnknownEditions, beginRecord } from '#scripts/harness/unknown-editions.ts'

/** Bytes by which a process may differ without keeping anything. */
const garbage = 64 * 2 ** 20

await using site = await startSite()
await beginRecord(site)
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

// What a process keeps to be quick, it has after the first thousand.
await askForUnknownEditions(site, 1000)
const { statuses: answers, filesChanged, memory } = await askForUnknownEditions(site, 10_000)
const [was, is] = memory.map((bytes) => Math.round(bytes / 2 ** 20))
console.info(
  `10000 unknown editions, days and pairs: ${JSON.stringify(answers)}, ${filesChanged.length} files changed, ${was} MiB of memory before, ${is} after`,
)
for (const name of filesChanged.slice(0, 20)) console.info(`  ${name}`)
if (Object.keys(answers).join() !== '404' || filesChanged.length > 0 || memory[1] - memory[0] > garbage)
  process.exitCode = 1
