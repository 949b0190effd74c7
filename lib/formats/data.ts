import { languageOf, type Manual } from '#lib/manual/index.ts'
import { descriptionOf, titleOf, type FormatInput } from './input.ts'

/**
 * `/manual.json`: the view model, without what only its author is to know. Its names are public, and stay
 * when ours change. `revision` can be computed from it: the first 12 hex digits of SHA-256 over the JSON of
 * `_id`, `identity` and `sections`, with the keys of every object in order.
 */
export function jsonOf({ manual, revision, siteUrl, edition }: FormatInput): string {
  const { record: _, _id, opening, publishedAt, ...rest } = manual
  const told = edition && { edition: { number: edition.number, date: edition.date } }
  const data = {
    url: `${siteUrl}/`,
    revision,
    ...told,
    _id,
    identity: opening,
    ...rest,
    published: publishedAt,
  }
  return `${JSON.stringify(data, null, 2)}\n`
}

/**
 * The ETag of `/manual.json`: the revision, and the edition where there is one. It is a weak one, since the
 * same words published again have a new date and the same revision.
 */
export function jsonEtagOf({ revision, edition }: FormatInput): string {
  const told = edition && [edition.number, edition.date.replaceAll(/\W/g, '')]
  return `W/"${[revision, ...(told ?? [])].join('-')}"`
}

/**
 * What the page is in the words of schema.org, as the text of a `<script type="application/ld+json">`: a
 * `ProfilePage` about the owner; while they have no name, only a `WebPage`, since a profile is about
 * somebody.
 */
export function jsonLdOf({ manual: { opening, publishedAt }, siteUrl }: FormatInput): string {
  const { name, contact, profiles = [] } = opening
  const addresses = [...profiles.map(({ href }) => href), ...(contact ? [contact] : [])]
  const data = {
    '@context': 'https://schema.org',
    '@type': name ? 'ProfilePage' : 'WebPage',
    '@id': `${siteUrl}/`,
    url: `${siteUrl}/`,
    name: titleOf(opening),
    description: descriptionOf(opening),
    inLanguage: languageOf(opening),
    dateModified: publishedAt,
    ...(name && {
      mainEntity: {
        '@type': 'Person',
        '@id': `${siteUrl}/#_owner`,
        name,
        url: `${siteUrl}/`,
        email: addresses.find((href) => href.startsWith('mailto:'))?.replace(/\?.*$/, ''),
        telephone: addresses.find((href) => href.startsWith('tel:'))?.slice('tel:'.length),
        sameAs: addresses.filter((href) => !/^(mailto|tel):/.test(href)),
      },
    }),
  }
  // In a script element only `</script>` and `<!--` mean anything; without "<" there is neither.
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`)
}

/** Where `/now` leads: to the first Now section, or to the top of a manual that has none. */
export function nowPath({ sections }: Manual): string {
  const now = sections.find(({ _type }) => _type === 'nowSection')
  return now ? `/#${now.anchor}` : '/'
}

/** `/sitemap.xml`. The manual is one page; its other formats are not pages. */
export function sitemapOf({ manual: { publishedAt }, siteUrl }: FormatInput): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    `  <url><loc>${escapeXml(siteUrl)}/</loc>${publishedAt ? `<lastmod>${publishedAt}</lastmod>` : ''}</url>`,
    '</urlset>',
    '',
  ].join('\n')
}

/** `/robots.txt`: everybody may read the manual, but not the paths that are for its author. */
export const robotsOf = (siteUrl: string, authorPaths: readonly string[]): string =>
  [
    'User-agent: *',
    'Allow: /',
    ...authorPaths.map((path) => `Disallow: ${path}`),
    // Any two editions can be compared: there are many pairs.
    'Disallow: /editions/*..',
    '',
    `Sitemap: ${siteUrl}/sitemap.xml`,
    '',
  ].join('\n')

/** Text for use inside XML elements. */
const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
