/**
 * How a client reaches a Content Lake at a single address, rather than at a subdomain of Sanity's for each
 * project.
 */
export const atApiHost = (apiHost: string | undefined): { apiHost?: string; useProjectHostname?: false } =>
  apiHost ? { apiHost, useProjectHostname: false } : {}
