import type { NextConfig } from 'next'
import { themeScript } from './components/theme/script.ts'
import { readEnv } from './lib/env.ts'
import { securityHeaders } from './lib/security-headers.ts'
import { backend } from './sanity/backend.ts'

const config: NextConfig = {
  poweredByHeader: false,
  // The server packs readers' pages and gives them their ETag (lib/server/reader-pages.ts).
  generateEtags: false,
  reactStrictMode: true,
  experimental: { inlineCss: true },
  headers: async () => {
    const { embedded, apiHost } = backend(readEnv())
    return securityHeaders({
      inlineScripts: [themeScript],
      embedded,
      contentApi: apiHost && new URL(apiHost).origin,
      dev: process.env.NODE_ENV === 'development',
    })
  },
}

export default config
