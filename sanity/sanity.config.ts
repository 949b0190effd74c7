import { defineConfig } from 'sanity'
import { schemaTypes } from './schema/index.ts'

// Sanity's CLI reads the schema from this file. The Studio itself is configured in studio.ts.
export default defineConfig({
  name: 'manual',
  projectId: process.env.NEXT_PUBLIC_SANITY_PROJECT_ID ?? 'manual',
  dataset: process.env.NEXT_PUBLIC_SANITY_DATASET ?? 'production',
  schema: { types: schemaTypes },
})
