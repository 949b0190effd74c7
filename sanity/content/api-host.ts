/** Client options for a Content Lake at a single address. Sanity's own has a subdomain for each project. */
export const atApiHost = (apiHost: string | undefined): { apiHost?: string; useProjectHostname?: false } =>
  apiHost ? { apiHost, useProjectHostname: false } : {}
