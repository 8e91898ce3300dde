/** The part of the package that `make.ts` uses; it brings no types. */
declare module 'subset-font' {
  /** Of each axis of a variable font the one value that stays, or its ends. */
  export type Axes = Record<string, number | { min: number; max: number }>

  export default function subsetFont(
    font: Buffer,
    characters: string | undefined,
    options: {
      targetFormat: 'sfnt' | 'woff2'
      keepFeatures: readonly string[]
      variationAxes?: Axes
      keepAllGlyphs?: boolean
      dropTables?: string[]
    },
  ): Promise<Buffer>
}
