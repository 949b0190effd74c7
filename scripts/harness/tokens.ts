/** The tokens of lakes in tests: `read` for the site, `write` for the author. */
export const tokens = { read: 'read-token-for-tests', write: 'write-token-for-tests' }
