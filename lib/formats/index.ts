/**
 * The formats of the manual other than HTML. All are made from the same view model, and tests compare their
 * content.
 */
export { jsonLdOf, jsonEtagOf, jsonOf, nowPath, robotsOf, sitemapOf } from './data.ts'
export { feedItems, feedOf, kindIn, type FeedItem } from './feed.ts'
export { llmsTextOf, markdownOf } from './markdown.ts'
export { titleBlockCells, descriptionOf, titleOf, type FormatInput } from './input.ts'
