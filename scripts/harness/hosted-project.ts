/**
 * The Sanity project for `npm run test:hosted`. Nothing else reads these variables, and they are not read
 * from `.env` files.
 */
const variables = {
  TEST_SANITY_PROJECT_ID: 'the project',
  TEST_SANITY_DATASET: 'a dataset, best one of its own',
  TEST_SANITY_READ_TOKEN: 'a token with the role Viewer',
  TEST_SANITY_WRITE_TOKEN: 'a token with the role Editor',
}
type Variable = keyof typeof variables

/** The variables that are not set, and what each is for. */
export const missingVariables = (): { name: string; meaning: string }[] =>
  Object.entries(variables)
    .filter(([name]) => !process.env[name])
    .map(([name, meaning]) => ({ name, meaning }))

export const hostedProject = () => {
  const valueOf = (name: Variable) => process.env[name] ?? ''
  return {
    projectId: valueOf('TEST_SANITY_PROJECT_ID'),
    dataset: valueOf('TEST_SANITY_DATASET'),
    tokens: { read: valueOf('TEST_SANITY_READ_TOKEN'), write: valueOf('TEST_SANITY_WRITE_TOKEN') },
  }
}
