// Loaded before a script (`node --import`): ends its process, as a signal would, when the one that started it
// is gone. Otherwise a server or a build would stay behind when that one is killed.
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
