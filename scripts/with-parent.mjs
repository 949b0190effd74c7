// Loaded before a script (`node --import`). Ends the process, as SIGTERM would, when its parent is gone;
// otherwise a server or a build would keep running after its parent was killed.
import { isMainThread } from 'node:worker_threads'

const { ppid } = process
if (isMainThread) {
  const watch = setInterval(() => {
    if (process.ppid === ppid) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  watch.unref()
}
