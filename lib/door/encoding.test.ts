import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import {
  acceptedEncodings,
  compressAtOnce,
  compressQuickly,
  compressWell,
  quickEncoding,
} from './encoding.ts'

test.each([
  ['gzip, deflate, br, zstd', { br: true, gzip: true }],
  ['GZIP;q=0.5, BR;q=1', { br: true, gzip: true }],
  ['br;q=0, gzip', { br: false, gzip: true }],
  ['br; q=0.000 ,gzip ; q=0', { br: false, gzip: false }],
  ['brotli, x-gzip', { br: false, gzip: false }],
  ['identity', { br: false, gzip: false }],
  ['', { br: false, gzip: false }],
  [undefined, { br: false, gzip: false }],
])('%s', (header, accepted) => {
  expect(acceptedEncodings(header)).toEqual(accepted)
  expect(acceptedEncodings(header)).toEqual(accepted)
})

test('a compressed body is the body', async () => {
  const body = Buffer.from('Tide tables are printed a year ahead. '.repeat(50))
  const br = await compressWell(body)
  expect(brotliDecompressSync(br)).toEqual(body)
  expect(gunzipSync(compressAtOnce(body))).toEqual(body)
  expect(gunzipSync(await compressQuickly(body))).toEqual(body)
  expect(br.byteLength).toBeLessThan(body.byteLength / 10)
})

test.each([
  ['br, gzip', 'gzip'],
  ['gzip;q=0, br', 'identity'],
  ['br', 'identity'],
  [undefined, 'identity'],
])('for an answer that goes out once, %j is asked for as %s', (header, asked) => {
  expect(quickEncoding(header)).toBe(asked)
})
