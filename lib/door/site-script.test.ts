import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { siteScript } from './site-script.ts'

test('the script of the site is small, and its address changes with it', () => {
  const { path, body, headers } = siteScript()
  const hash = createHash('sha256').update(body).digest('base64url')
  expect(path).toBe(`/site-${hash.slice(0, 16)}.js`)
  expect(headers['Cache-Control']).toBe('public, max-age=31536000, immutable')
  expect(gzipSync(body).length).toBeLessThanOrEqual(8000)
})

test('it makes no code and no HTML of text, which the policy of documents refuses', () => {
  expect(siteScript().body.toString()).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\(/,
  )
})
