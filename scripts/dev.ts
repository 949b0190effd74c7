/** `npm run dev`: the same as `npm start`, with pages compiled on demand. */
import { runServer } from '#server/start/run.ts'

await runServer({ dev: true })
