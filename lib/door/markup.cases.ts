/** Style sheets that were read with a fault. Found by `markup.fuzz.test.ts`. */
export const faulty = {
  'an escaped space before a brace': String.raw`\ {}`,
  'an escape of what is no character': String.raw`\110000 {}`,
}
