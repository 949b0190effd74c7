/** `npm run dev`: the same, with pages compiled as they are asked for. */
import { runServer } from '#lib/server/run.ts'

await runServer({ dev: true })
