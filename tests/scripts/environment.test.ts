import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { envSchema } from '#lib/env.ts'
import { useOwnEnvironment } from '#scripts/harness/environment.ts'

describe('tests', () => {
  it('begin with no variable that configures the site', () => {
    for (const name of Object.keys(envSchema.shape)) expect(process.env).not.toHaveProperty(name)
    expect(process.env).toMatchObject({ NEXT_DIST_DIR: '.next-tests', NODE_ENV: 'test' })
  })

  it('do so in whatever shell they are started', () => {
    const shell = Object.fromEntries(Object.keys(envSchema.shape).map((name) => [name, 'of-the-operator']))
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        resolve('node_modules/vitest/vitest.mjs'),
        '--run',
        '--project',
        'unit',
        import.meta.filename,
        '-t',
        'begin with no variable',
      ],
      {
        encoding: 'utf8',
        env: { ...process.env, ...shell, NEXT_DIST_DIR: '.next', NODE_ENV: 'production' },
      },
    )
    expect(stdout).toMatch(/1 passed/)
    expect(status).toBe(0)
  })

  it('keep variables that do not concern the site', () => {
    const environment: Record<string, string> = {
      PATH: '/bin',
      HTTPS_PROXY: 'http://proxy',
      SITE_URL: 'https://example.org',
      SANITY_STUDIO_TITLE: 'of the operator',
      VERCEL: '1',
    }
    useOwnEnvironment(environment)
    expect(environment).toEqual({
      PATH: '/bin',
      HTTPS_PROXY: 'http://proxy',
      NODE_ENV: 'test',
      __NEXT_PROCESSED_ENV: 'true',
      NEXT_DIST_DIR: '.next-tests',
    })
  })
})
