import { BlockList, isIP } from 'node:net'

/** Reverse proxies in front of us, whose word about the client's address we take. */
export type TrustedProxies = BlockList

/**
 * Reads a list such as `10.0.0.0/8, 192.0.2.7`. This machine is always on it: a proxy beside us.
 * Throws a sentence for anything that is not an address or a range.
 */
export function readTrustedProxies(list: string): TrustedProxies {
  const proxies = new BlockList()
  proxies.addSubnet('127.0.0.0', 8, 'ipv4')
  proxies.addAddress('::1', 'ipv6')
  for (const entry of list.split(',').map((one) => one.trim())) {
    if (entry === '') continue
    // An empty or odd width must not pass for 0, which is everybody.
    const [, address = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
    const family = familyOf(address)
    const width = bits === undefined ? null : Number(bits)
    if (!family || (width !== null && width > (family === 'ipv4' ? 32 : 128)))
      throw new Error(`TRUSTED_PROXIES: ${entry} is not an address or a range such as 10.0.0.0/8.`)
    if (width === null) proxies.addAddress(address, family)
    else proxies.addSubnet(address, width, family)
  }
  return proxies
}

/**
 * The client's address: that of the connection, or, when the connection comes from a proxy we trust,
 * the last one that such a proxy added to X-Forwarded-For. What a client writes there itself stands
 * further left and is never reached.
 */
export function clientAddress(
  connection: string | undefined,
  forwardedFor: string | undefined,
  proxies: TrustedProxies,
): string {
  const hops = [...(forwardedFor?.split(',') ?? []).slice(-10), connection ?? '']
    .map((hop) => plain(hop.trim()))
    .toReversed()
  const known = hops.find((hop) => !isTrusted(hop, proxies))
  return known !== undefined && familyOf(known) ? known : hops[0] || 'unknown'
}

function isTrusted(address: string, proxies: TrustedProxies): boolean {
  const family = familyOf(address)
  return family !== null && proxies.check(address, family)
}

/** An IPv4 address may arrive dressed as IPv6. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '')

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address)
  if (version === 4) return 'ipv4'
  return version === 6 ? 'ipv6' : null
}
