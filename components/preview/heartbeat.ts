/**
 * Milliseconds between two events of a live connection on which nothing else happens. The page takes three
 * missing ones for a lost connection.
 */
export const heartbeatMs = 5000
