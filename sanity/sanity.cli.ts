import { defineCliConfig } from 'sanity/cli'

// Sanity's CLI reads this file when it runs in this directory: see scripts/typegen.ts.
const { TYPEGEN_DIRECTORY: generated = '.' } = process.env

export default defineCliConfig({
  api: {
    projectId: process.env.NEXT_PUBLIC_SANITY_PROJECT_ID ?? 'manual',
    dataset: process.env.NEXT_PUBLIC_SANITY_DATASET ?? 'production',
  },
  typegen: {
    path: './content/queries.ts',
    schema: `${generated}/schema.generated.json`,
    generates: `${generated}/types.generated.ts`,
    overloadClientMethods: true,
  },
})
