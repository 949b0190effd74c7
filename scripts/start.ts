/** `npm start`: runs the site, the Studio and the Content Lake in production. */
import { runServer } from '#server/start/run.ts'

Object.assign(process.env, { NODE_ENV: 'production' })
await runServer()
