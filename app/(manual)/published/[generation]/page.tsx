import { PublishedPage } from '#app/(manual)/published-page.tsx'

/** None is made in a build, which never sees the content. */
export const generateStaticParams = () => []

/**
 * Seconds: the page says how old readings are. Our server expires it each new day; a platform without our
 * server goes by this.
 */
export const revalidate = 86_400

export default function Page() {
  return <PublishedPage />
}
