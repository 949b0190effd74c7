/** `npm run dev`: like `npm start`, with pages compiled on demand. */
import { runServer } from '#server/start/run.ts'

await runServer({ dev: true })
