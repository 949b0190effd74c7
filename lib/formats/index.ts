/**
 * The formats of the manual other than its page. All are made from the same view model, and tests compare
 * what they say.
 */
export { jsonLdOf, jsonEtagOf, jsonOf, nowPath, robotsOf, sitemapOf } from './data.ts'
export { feedItems, feedOf, kindIn, type FeedItem } from './feed.ts'
export { llmsTextOf, markdownOf } from './markdown.ts'
export { titleBlockCells, descriptionOf, titleOf, type FormatInput } from './input.ts'
