/** By itself, because the door asks for it: `sharp` takes 27 MiB of memory in whoever imports it. */
export const MEBIBYTE = 1024 * 1024

/** What a picture that comes in may be. */
export const limits = {
  bytes: 20 * MEBIBYTE,
  /** Width times height. A small file can claim to have more than a machine has memory for. */
  pixels: 50_000_000,
  /** The longer side; WebP ends at 16,383. */
  longest: 16_000,
  /** The shorter side; below it stand spacers and the pixels by which people are counted. */
  shortest: 32,
}
