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
  // The server compresses readers' pages and gives them their ETag (server/front/reader-pages.ts).
  generateEtags: false,
  // Nothing here uses it, and anybody could have it work.
  images: { unoptimized: true },
  reactStrictMode: true,
  // `npm test` checks the types. Starting the site should not wait for that, nor need the compiler.
  typescript: { ignoreBuildErrors: true },
  // The code that draws the picture reads these by names that a tracer cannot follow. For platforms that ship
  // only what was traced.
  outputFileTracingIncludes: {
    '/published/*/share-image': [
      'node_modules/@fontsource/*/files/*.woff',
      'node_modules/canvaskit-wasm/bin/canvaskit.wasm',
    ],
  },
  // It finds its WebAssembly beside itself.
  serverExternalPackages: ['canvaskit-wasm'],
  // Where no server of ours runs, a page that nobody asked for all day is made anew for its next reader, rather
  // than after them: it may say how old something is. Seconds.
  expireTime: 86_400,
  experimental: {
    globalNotFound: true,
    // What is kept on disk does not say whose it is: two sites that run from one folder would give each
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
  // Drafts have a route of their own, so that the readers' page contains nothing of them. The address stays
  // that of the page.
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
    // Browsers and feed readers ask for this address, whatever icon the page names.
    afterFiles: [{ source: '/favicon.ico', destination: '/icon.svg' }],
    fallback: [],
  }),
  // The Studio's policy names the content API: proxy.ts.
  headers: async () => {
    // Ends a build on a platform where the site could not run. Such platforms build by themselves, without
    // `npm run build`.
    backend(readEnv())
    return securityHeaders({ inlineScripts: [pageScript], dev: process.env.NODE_ENV === 'development' })
  },
}

export default config
