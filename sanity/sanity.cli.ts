import { defineCliConfig } from 'sanity/cli'

// For Sanity's command line, run in this directory: see scripts/typegen.mjs.
export default defineCliConfig({
  api: {
    projectId: process.env.NEXT_PUBLIC_SANITY_PROJECT_ID ?? 'manual',
    dataset: process.env.NEXT_PUBLIC_SANITY_DATASET ?? 'production',
  },
  typegen: {
    path: './queries.ts',
    schema: './schema.generated.json',
    generates: './types.generated.ts',
    overloadClientMethods: false,
  },
})
