/** `npm start`: the site, the Studio and the Content Lake, in production. */
import { runServer } from '#lib/server/run.ts'

Object.assign(process.env, { NODE_ENV: 'production' })
await runServer()
