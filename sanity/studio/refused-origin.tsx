import { useEffect, useState } from 'react'

/**
 * Says that the content API refuses this site, above a Studio that would wait for ever. Only for a content
 * API at an address of its own: about Sanity's hosts, the Studio says so itself.
 *
 * @param api base URL of the content API.
 */
export function RefusedOrigin({ api }: { api: string }) {
  const [isRefused, setIsRefused] = useState(false)
  useEffect(() => {
    void refusesOrigin(api).then(setIsRefused)
  }, [api])
  return isRefused ? (
    <p
      role="alert"
      style={{ margin: 0, padding: '1rem', font: '1rem/1.5 system-ui', color: '#8a2a08', background: '#fff' }}
    >
      The content API at {api} does not let pages of {location.origin} call it, so the Studio stays empty. Add
      this address to the project’s CORS origins, with credentials allowed, then reload.
    </p>
  ) : null
}

/**
 * Whether CORS is what fails. Browsers report a CORS refusal only as a failed request; a second request with
 * `no-cors` shows whether the host answers at all.
 */
async function refusesOrigin(api: string): Promise<boolean> {
  const ask = (init: RequestInit) => fetch(`${api}/v2021-06-07/check/cors`, init)
  const answer = await ask({ credentials: 'include' }).catch(() => undefined)
  if (answer) return false
  return ask({ mode: 'no-cors' }).then(
    () => true,
    () => false,
  )
}
