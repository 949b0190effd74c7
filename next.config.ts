import type { NextConfig } from 'next'
import { pageScript } from './components/script.ts'
import { readEnv } from './lib/env.ts'
import { editionsSources, publishedPaths, routeOf, withoutServer } from './lib/published-paths.ts'
import { inFrame, mayBePreview, securityHeaders } from './server/front/security-headers.ts'
import { distDir } from './server/installation/build.ts'
import { backend } from './sanity/content/backend.ts'

const config: NextConfig = {
  distDir: distDir(),
  poweredByHeader: false,
  // The server compresses readers' pages and sets their ETags (server/front/reader-pages.ts).
  generateEtags: false,
  // No page uses image optimisation, and anybody could make it work.
  images: { unoptimized: true },
  reactStrictMode: true,
  // `npm test` checks the types. A build at the start of the site should not wait for that, nor need the
  // compiler.
  typescript: { ignoreBuildErrors: true },
  // For platforms that deploy only traced files: the share image reads these by computed names, which cannot
  // be traced.
  outputFileTracingIncludes: {
    '/published/*/share-image': [
      'node_modules/@fontsource/*/files/*.woff',
      'node_modules/canvaskit-wasm/bin/canvaskit.wasm',
    ],
  },
  // Bundling would separate it from its WebAssembly file.
  serverExternalPackages: ['canvaskit-wasm'],
  // In seconds. Where Next.js runs without our server, a page older than a day is rendered before it is sent,
  // not after: it shows ages in days.
  expireTime: 86_400,
  experimental: {
    globalNotFound: true,
    // The cache on disk does not say which site it belongs to: two sites in one folder would serve each
    // other's pages.
    isrFlushToDisk: false,
  },
  turbopack: {
    rules: {
      '**/ui5/dist/styles.css': { loaders: ['./app/studio/local-fonts.cjs'], as: '*.css' },
      '**/sanity/lib/{WorkspaceLoader-*,structureTool-*,plugin-*,presentation}.js': {
        loaders: ['./app/studio/parts-at-once.cjs'],
        as: '*.js',
      },
      '**/@sanity/diff-match-patch/dist/index.js': {
        loaders: ['./app/studio/whole-characters.cjs'],
        as: '*.js',
      },
      '**/@portabletext/patches/dist/index.js': {
        loaders: ['./app/studio/whole-characters.cjs'],
        as: '*.js',
      },
    },
  },
  // Drafts have their own route at the same address, so that the readers' page contains no code for them.
  rewrites: async () => ({
    beforeFiles: [
      ...[mayBePreview, inFrame].map((condition) => ({
        source: '/',
        has: [condition],
        destination: '/draft',
      })),
      ...publishedPaths.map((path) => ({ source: path, destination: routeOf(path, withoutServer) })),
      ...editionsSources.map(({ source, route }) => ({
        source,
        destination: `${routeOf('/', withoutServer)}${route}`,
      })),
    ],
    // Browsers and feed readers request this address, whatever icon the page names.
    afterFiles: [{ source: '/favicon.ico', destination: '/icon.svg' }],
    fallback: [],
  }),
  // The Studio's policy depends on the content API, so proxy.ts sets it.
  headers: async () => {
    // Fails the build on a platform where the site cannot run. Such platforms run `next build` directly.
    backend(readEnv())
    return securityHeaders({ inlineScripts: [pageScript], dev: process.env.NODE_ENV === 'development' })
  },
}

export default config
