/**
 * A loader for the two modules that turn an edit of a text into a patch. `@sanity/diff-match-patch` 3 counts in UTF-16 units, and cuts
 * characters beyond them (emoji, some Chinese) in two: "URI malformed" when it writes a patch, "Failed to determine byte offset" when it
 * applies one. The editor then shows what is never stored. With such characters, the whole text is sent instead.
 */
const changes = {
  // `@sanity/mutator` sends the whole text when this throws.
  'diff-match-patch': [
    'function make(a, b, options) {',
    `function make(a, b, options) {
  if (typeof b === "string" && /[\\ud800-\\udfff]/.test(a + b)) throw new RangeError("This text has characters of two units");`,
  ],
  patches: [
    'let patches = makePatches(currentValue, nextValue);',
    `let patches;
	try {
		patches = makePatches(currentValue, nextValue);
	} catch {
		return { type: "set", path, value: nextValue };
	}`,
  ],
}

module.exports = function wholeCharacters(source) {
  const [, name] = /(diff-match-patch|patches)[\\/]dist[\\/]index\.js$/.exec(this.resourcePath) ?? []
  const [before, after] = changes[name] ?? []
  if (!before || !source.includes(before))
    throw new Error(
      `${this.resourcePath} has changed: see whether app/studio/whole-characters.cjs is still needed`,
    )
  return source.replace(before, after)
}
