import { defineConfig } from 'sanity'
import { schemaTypes } from './schema/index.ts'

// For Sanity's command line, which looks for this file and reads the schema from it. studio.ts makes the
// Studio.
export default defineConfig({
  name: 'manual',
  projectId: process.env.NEXT_PUBLIC_SANITY_PROJECT_ID ?? 'manual',
  dataset: process.env.NEXT_PUBLIC_SANITY_DATASET ?? 'production',
  schema: { types: schemaTypes },
})
