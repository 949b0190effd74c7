/** What a lake in a test lets in: a site with the first, its author with the second. */
export const tokens = { read: 'read-token-for-tests', write: 'write-token-for-tests' }
