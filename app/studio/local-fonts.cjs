const { dirname, relative } = require('node:path')

/**
 * A loader for the Studio's stylesheet, which takes its font from Sanity's servers: this site serves the same font, Inter, from its own
 * files. Overriding the stylesheet would not do: a browser asks the first source for every character that the second does not have.
 */
module.exports = function localFonts(css) {
  const inter = (style) =>
    relative(
      dirname(this.resourcePath),
      require.resolve(`@fontsource-variable/inter/files/inter-latin-wght-${style}.woff2`),
    )
  return css.replaceAll(
    /https:\/\/design-system-static\.sanity\.io\/InterVariable-(Italic-)?[\w-]+\.woff2/g,
    (_, italic) => inter(italic ? 'italic' : 'normal'),
  )
}
