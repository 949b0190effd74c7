/** A font file, by the address it is served under. */
declare module '*.woff2' {
  const address: string
  export default address
}
