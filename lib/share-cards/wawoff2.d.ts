declare module 'wawoff2/decompress.js' {
  /** Unpacks a WOFF2 file into the font as programs for type read it. */
  export default function decompress(packed: Uint8Array): Promise<Uint8Array>
}
