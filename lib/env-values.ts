/** The shapes of values that an operator sets. */
import { isIP } from 'node:net'
import { z } from 'zod'

/** What somebody typed. */
export const text = z.string().transform((value) => value.trim())
/** An address with one of these protocols. */
export const address = (protocols: string[], example: string) =>
  text.refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be an address such as ${example}`,
    // What is no address must not reach checks that read it as one.
    abort: true,
  })
/** What is copied from `where`, and begins with one of these. */
export const key = (prefixes: string[], where: string) =>
  text.refine((value) => prefixes.some((prefix) => value.startsWith(prefix)), {
    error: `must begin with ${prefixes.join(' or ')}; copy it from ${where}`,
  })

/** Whether this is an IP address, or a range such as 10.0.0.0/8. */
export function isAddressOrRange(entry: string): boolean {
  const [, ip = '', bits = '0'] = /^\s*([\da-f.:]*)(?:\/(\d{1,3}))?\s*$/i.exec(entry) ?? []
  const version = isIP(ip)
  return (version === 4 && Number(bits) <= 32) || (version === 6 && Number(bits) <= 128)
}
