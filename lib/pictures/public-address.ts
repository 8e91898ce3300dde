/** Which addresses of the internet protocols lead to the open internet. */
import { BlockList } from 'node:net'

/** RFC 6890 and the registries it names: what is nobody's, ours, a neighbour's, or many people's at once. */
const closed: [network: string, bits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Where clouds tell a machine its own keys (169.254.169.254).
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** Of these everything but what stands below: so IPv4 in its clothes (mapped, NAT64), our own and our neighbours’ are none. */
const open6: [string, number] = ['2000::', 3]
const closed6: [network: string, bits: number][] = [
  // Teredo, benchmarks, ORCHID and whatever else has a purpose of its own.
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4: an IPv4 address in its clothes.
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
]

const list = new BlockList()
for (const [network, bits] of closed) list.addSubnet(network, bits, 'ipv4')
const list6 = new BlockList()
for (const [network, bits] of closed6) list6.addSubnet(network, bits, 'ipv6')
const global6 = new BlockList()
global6.addSubnet(...open6, 'ipv6')

/** An address as a resolver gives it. */
export type Resolved = { address: string; family: number }

/** Whether an address leads to the open internet. What is no address does not. */
export function isPublicAddress({ address, family }: Resolved): boolean {
  if (family === 4) return isIPv4(address) && !list.check(address, 'ipv4')
  // A zone (%eth0) names a neighbour.
  if (family !== 6 || !/^[0-9a-f:]+$/i.test(address)) return false
  return global6.check(address, 'ipv6') && !list6.check(address, 'ipv6')
}

const isIPv4 = (address: string) => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(address)
