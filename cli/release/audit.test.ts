import { expect, test } from 'vitest'
import { readAudit } from './audit.ts'

const clean = {
  auditReportVersion: 2,
  vulnerabilities: {},
  metadata: { vulnerabilities: { total: 0 }, dependencies: { prod: 219, dev: 400 } },
}

test('nothing known is said with how many packages were asked about', () => {
  expect(readAudit(JSON.stringify(clean))).toEqual({ kind: 'clean', packages: 219 })
})

test('a known fault is named, with what it comes through', () => {
  const advisory = { source: 1, name: 'deep', title: 'Prototype pollution', severity: 'high' }
  const vulnerabilities = {
    deep: { severity: 'high', via: [advisory], fixAvailable: true },
    wide: { severity: 'moderate', via: ['deep'], fixAvailable: false },
  }
  expect(readAudit(JSON.stringify({ ...clean, vulnerabilities }))).toEqual({
    kind: 'found',
    advisories: [
      { package: 'deep', severity: 'high', titles: ['Prototype pollution'], fixable: true },
      { package: 'wide', severity: 'moderate', titles: ['through deep'], fixable: false },
    ],
  })
})

test.each([
  [
    JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405 }),
    '405 Method Not Allowed',
  ],
  [JSON.stringify({ message: 'request failed, reason: getaddrinfo ENOTFOUND' }), 'ENOTFOUND'],
  ['', 'no report'],
  ['not json', 'no report'],
  [JSON.stringify({ auditReportVersion: 2 }), 'no report'],
])(
  'a registry that does not answer is never taken for one that knows of nothing: %s',
  (printed, why) => {
    expect(readAudit(printed)).toEqual({ kind: 'unanswered', why: expect.stringContaining(why) })
  },
)
