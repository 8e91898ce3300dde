import { isIP } from 'node:net'
import { expect, test } from 'vitest'
import { isPublicAddress } from './public-address.ts'

const isPublic = (address: string) => isPublicAddress({ address, family: isIP(address) })

test.each([
  ['this machine', '127.0.0.1', '127.255.255.254', '::1'],
  ['no machine', '0.0.0.0', '0.1.2.3', '::'],
  ['the network of an office', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ['the network of a provider', '100.64.0.1', '100.127.255.255'],
  ['neighbours', '169.254.1.1', 'fe80::1', 'febf::1', 'fec0::1', 'fc00::1', 'fdff::1'],
  ['what a cloud tells a machine', '169.254.169.254', 'fd00:ec2::254', '::ffff:169.254.169.254'],
  ['many at once', '224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'],
  ['nobody yet', '240.0.0.1', '4000::1', '5f00::1'],
  ['examples', '192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  ['benchmarks', '198.18.0.1', '198.19.255.255', '2001:2::1'],
  ['protocols', '192.0.0.8', '192.88.99.1', '2001:20::1', '100::1', '2620:4f:8000::1'],
  ['IPv4, mapped', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::ffff:0:7f00:1'],
  ['IPv4, compatible', '::127.0.0.1', '::7f00:1'],
  ['IPv4, translated (NAT64)', '64:ff9b::127.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::a00:1'],
  ['IPv4, tunnelled (6to4, Teredo)', '2002:7f00:1::', '2002:a9fe:a9fe::1', '2001:0:4136::1'],
  [
    'no address',
    '',
    'localhost',
    '1',
    '2130706433',
    '0x7f.1',
    '127.1',
    '1.2.3.4.5',
    'fe80::1%eth0',
  ],
])('%s is not the open internet', (_, ...addresses) => {
  for (const address of addresses) expect([address, isPublic(address)]).toEqual([address, false])
})

test.each(['8.8.8.8', '1.1.1.1', '99.255.255.255', '172.32.0.1', '2606:4700::1', '2a00:1450::1'])(
  '%s is',
  (address) => {
    expect(isPublic(address)).toBe(true)
  },
)

test('an address is judged as what it says it is', () => {
  expect(isPublicAddress({ address: '8.8.8.8', family: 6 })).toBe(false)
  expect(isPublicAddress({ address: '2606:4700::1', family: 4 })).toBe(false)
  expect(isPublicAddress({ address: '8.8.8.8', family: 0 })).toBe(false)
})
