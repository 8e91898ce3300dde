/** The address of a font file of the build, the one that the style sheets use. */
declare module '*.woff2' {
  const address: string
  export default address
}
