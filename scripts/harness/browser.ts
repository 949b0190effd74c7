import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

/**
 * Starts the Chromium from `@sparticuz/chromium` or, where that does not run (it is for Linux on x64), an
 * installed Chrome.
 */
export async function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return chromium.launch({ channel: 'chrome', args: [...args] })
  // The package unpacks Chromium into TMPDIR. A directory of our own keeps it from using another project's
  // copy.
  const directory = resolve('node_modules/.cache/chromium')
  mkdirSync(directory, { recursive: true })
  const before = process.env.TMPDIR
  process.env.TMPDIR = directory
  try {
    const { default: bundled, inflate, setupLambdaEnvironment } = await import('@sparticuz/chromium')
    const executablePath = await bundled.executablePath()
    // The package contains libraries that a minimal system lacks (nss, nspr).
    await inflate(resolve('node_modules/@sparticuz/chromium/bin/al2023.tar.br'))
    setupLambdaEnvironment(resolve(directory, 'al2023/lib'))
    return await chromium.launch({
      executablePath,
      env: { ...process.env, FONTCONFIG_FILE: fontConfiguration(directory) },
      args: ['--no-sandbox', '--disable-gpu', '--no-zygote', '--font-render-hinting=none', ...args],
    })
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

/**
 * Writes a font configuration with the package's font only, so that pictures are the same on every machine.
 * The configuration in the package has a path that is only right in /tmp, and without any font Chromium
 * crashes when it draws a form control.
 */
function fontConfiguration(directory: string): string {
  const file = resolve(directory, 'fonts.conf')
  const [fonts, cache] = [resolve(directory, 'fonts'), resolve(directory, 'fonts-cache')]
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>\n`,
  )
  return file
}
