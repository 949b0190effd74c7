/** The version of Sanity's API that the queries are written against. */
export const apiVersion = '2026-01-01'
