import { PublishedPage } from '#app/(manual)/published-page.tsx'

/** No page is rendered in a build, which has no content. */
export const generateStaticParams = () => []

/**
 * In seconds. The page shows the age of readings in days. Our server expires it each day; without our server,
 * this setting does.
 */
export const revalidate = 86_400

export default function Page() {
  return <PublishedPage />
}
