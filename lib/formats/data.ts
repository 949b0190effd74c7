import { languageOf, type Manual } from '#lib/manual/index.ts'
import { descriptionOf, titleOf, type FormatInput } from './input.ts'

/**
 * `/manual.json`: the view model, without what is only for the author. The property names are public, so they
 * stay when internal names change. `revision` can be recomputed: it is the first 12 hex digits of SHA-256
 * over the JSON of `_id`, `identity` and `sections`, with the keys of every object sorted.
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
 * The ETag of `/manual.json`: the revision and, if there is one, the edition. Weak, since publishing the same
 * words again changes the date but not the revision.
 */
export function jsonEtagOf({ revision, edition }: FormatInput): string {
  const told = edition && [edition.number, edition.date.replaceAll(/\W/g, '')]
  return `W/"${[revision, ...(told ?? [])].join('-')}"`
}

/**
 * The manual as schema.org data, for a `<script type="application/ld+json">`: a `ProfilePage` about the
 * owner, or a `WebPage` while the owner has no name, since a profile needs a person.
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
  // Inside a script element, only `</script>` and `<!--` are special; both begin with "<".
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`)
}

/** The target of `/now`: the first Now section, or the top of a manual that has none. */
export function nowPath({ sections }: Manual): string {
  const now = sections.find(({ _type }) => _type === 'nowSection')
  return now ? `/#${now.anchor}` : '/'
}

/** `/sitemap.xml`. Lists the page only: the other formats are not pages. */
export function sitemapOf({ manual: { publishedAt }, siteUrl }: FormatInput): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    `  <url><loc>${escapeXml(siteUrl)}/</loc>${publishedAt ? `<lastmod>${publishedAt}</lastmod>` : ''}</url>`,
    '</urlset>',
    '',
  ].join('\n')
}

/** `/robots.txt`: allows everything except the author's paths and comparisons. */
export const robotsOf = (siteUrl: string, authorPaths: readonly string[]): string =>
  [
    'User-agent: *',
    'Allow: /',
    ...authorPaths.map((path) => `Disallow: ${path}`),
    // There are as many comparisons as pairs of editions, so crawlers are kept out.
    'Disallow: /editions/*..',
    '',
    `Sitemap: ${siteUrl}/sitemap.xml`,
    '',
  ].join('\n')

/** Escapes text for use inside XML elements. */
const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
