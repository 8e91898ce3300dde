import iso from 'iso-3166-1'
import { z } from 'zod'

const longitude = z.number().min(-180).max(180)
const latitude = z.number().min(-90).max(90)

const country = z
  .string()
  .refine((code) => iso.whereAlpha2(code) !== undefined, {
    error: 'must be a code of a country as ISO 3166-1 has it, of two letters, such as NL',
  })
  .transform((code) => code.toUpperCase())

/** Where a region is. Degrees; west and south are negative. */
export const areaSchema = z.strictObject({
  /** The countries that belong to it, as ISO 3166-1 has them: `NL`. */
  countries: z.array(country).min(1).max(80),
  /** West, south, east, north: what the map shows. Left out: the countries with some room around them. */
  box: z
    .tuple([longitude, latitude, longitude, latitude])
    .refine(([, south, , north]) => south < north, 'must be west, south, east, north')
    .optional(),
  /** Where the region's own name stands, for a sea or a coast: longitude, latitude. Left out: nowhere. */
  label: z.tuple([longitude, latitude]).optional(),
})

export type Area = z.output<typeof areaSchema>

/** The number that Natural Earth knows a country by. */
export function numberOf(code: string): string {
  const found = iso.whereAlpha2(code)
  if (!found) throw new Error(`${code} is no country of ISO 3166-1.`)
  return found.numeric
}
