import { describe, expect, test } from 'vitest'
import { clientAddress, readTrustedProxies } from './address.ts'

const onlyUs = readTrustedProxies('')
const proxies = readTrustedProxies('10.0.0.0/8, 2001:db8::/32,192.0.2.7')

describe('who a request comes from', () => {
  test.each<[string, string | undefined, string | undefined, string]>([
    ['a client of its own', '203.0.113.9', undefined, '203.0.113.9'],
    ['W26: a client that names another', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['a client behind a proxy', '10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['behind a proxy beside us', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['behind two proxies', '10.1.2.3', '203.0.113.9, 192.0.2.7', '203.0.113.9'],
    [
      'W26: what it wrote itself stands further left',
      '10.1.2.3',
      '1.1.1.1, 203.0.113.9',
      '203.0.113.9',
    ],
    ['W26: it wrote a proxy of ours', '10.1.2.3', '10.9.9.9, 203.0.113.9', '203.0.113.9'],
    ['IPv4 dressed as IPv6', '::ffff:203.0.113.9', undefined, '203.0.113.9'],
    ['a proxy dressed as IPv6', '::ffff:10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['IPv6', '2001:db8::1', '2001:db9::5', '2001:db9::5'],
    ['a proxy that says nothing', '10.1.2.3', undefined, '10.1.2.3'],
    ['a proxy that says nonsense', '10.1.2.3', 'unknown', '10.1.2.3'],
    ['a proxy that says it with a port', '10.1.2.3', '203.0.113.9:4711', '10.1.2.3'],
    ['nothing but proxies', '10.1.2.3', '10.2.2.2', '10.1.2.3'],
    ['a connection that is gone', undefined, undefined, 'unknown'],
    ['a connection that is gone, with a header', undefined, '198.51.100.1', 'unknown'],
  ])('%s', (_name, connection, header, address) => {
    expect(clientAddress(connection, header, proxies)).toBe(address)
  })

  test('without a list, only this machine is believed', () => {
    expect(clientAddress('10.1.2.3', '203.0.113.9', onlyUs)).toBe('10.1.2.3')
    expect(clientAddress('::1', '203.0.113.9', onlyUs)).toBe('203.0.113.9')
  })

  test('a header of a thousand addresses is read from its end', () => {
    const long = `${'1.1.1.1,'.repeat(1000)}203.0.113.9`
    expect(clientAddress('10.1.2.3', long, proxies)).toBe('203.0.113.9')
  })
})

test.each([
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/ 8',
  '10.0.0.0/8/9',
  '10.0.0.0/-1',
  '10.0.0.0/8.5',
  '10.0.0.0/0x8',
  '2001:db8::/129',
  'proxy.example',
  '10.0.0',
  '*',
])('%j is no proxy, and above all not everybody', (entry) => {
  expect(() => readTrustedProxies(`192.0.2.7, ${entry}`)).toThrow(`TRUSTED_PROXIES: ${entry}`)
})
