import { PublishedPage } from './published-page.tsx'

/** Seconds: it says how old readings are. The server expires it on each new day; a platform without our server goes by this. */
export const revalidate = 86_400

export default function Page() {
  return <PublishedPage />
}
