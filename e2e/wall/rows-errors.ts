/** W22: what is said where something is wrong. */
import { root } from '../support/stack.ts'
import type { Probe, Row } from './matrix.ts'
import { type Answer, type Header, headerOf } from './request.ts'
import { three } from './rows-transport.ts'

const wrong = ({ path }: { path: string }): string[] => [
  '/404',
  '/500',
  '/_error',
  '/_global-error',
  '/_not-found',
  '/nothing/here',
  `${path}/%E0%A4%A`,
  `${path}%`,
  `${path}%00`,
  `/articles/${'x'.repeat(8000)}`,
  `/articles/${'%2f'.repeat(500)}`,
  '/articles/constructor',
  '/articles/__proto__',
  "/articles/'%20or%201=1--",
  '/sections/work?page=-1',
  '/sections/work?page=99999999999999999999',
  '/sections/work?page=1e9&page=2',
  '/topics/measurement?page=NaN',
  '/search?q=%00',
  `/search?q=${'a+'.repeat(800)}`,
  '/search?q=%22(((!%26|&page=999999',
  '/newsroom/readers/not-an-id',
  '/newsroom/readers/not-an-id/grant',
  '/withdraw?t=%00',
  '/gift/redeem?code=%00',
  '/sign-in/confirm?token=%00',
  '/account/email/confirm?token=%FF',
  '/api/none',
  '/api/me/x',
]

/** Heads and bodies that Next refuses, or trips over: then it says that the fault is its own. */
const tripping: { method: string; headers: Header[]; body?: string; trips?: true }[] = [
  {
    method: 'GET',
    headers: [
      ['Next-Router-State-Tree', '%5B%5D'],
      ['RSC', '1'],
    ],
  },
  {
    method: 'GET',
    headers: [
      ['Next-Router-State-Tree', 'x'.repeat(5000)],
      ['RSC', '1'],
    ],
  },
  {
    method: 'GET',
    headers: [
      ['Next-Router-Segment-Prefetch', '/../..'],
      ['RSC', '1'],
    ],
  },
  { method: 'POST', headers: [['Next-Action', 'x']], body: '[]' },
  { method: 'POST', headers: [['Next-Action', '40'.repeat(21)]], body: '{' },
  { method: 'POST', headers: [['Content-Type', 'multipart/form-data']], body: 'x', trips: true },
  { method: 'POST', headers: [['Content-Type', 'multipart/form-data; boundary=x']], body: '--x--' },
  {
    method: 'POST',
    headers: [['Content-Type', 'multipart/form-data; boundary=x']],
    body: '--x\r\nContent-Disposition: form-data; name="$ACTION_ID_40"\r\n\r\n\r\n--x--\r\n',
  },
  {
    method: 'POST',
    headers: [['Content-Type', 'multipart/form-data; boundary=x']],
    body: '--x\r\nContent-Disposition: form-data; name="$ACTION_REF_1"\r\n\r\n\r\n--x--\r\n',
  },
  { method: 'POST', headers: [['Content-Encoding', 'gzip']], body: 'x' },
]

/** No trace of where in the code it happened, of a query, or of a folder of this machine. */
const traces = [
  root,
  'node_modules',
  '.next/server',
  'node:internal',
  'at async ',
  'ECONN',
  'PostgresError',
  'DrizzleQueryError',
  'Failed query',
  'select "',
]

function saysLittle(answer: Answer): string[] {
  if (answer.status < 400) return []
  const text = `${answer.headers.join('\n')}\n${answer.body.toString()}`
  const cache = headerOf(answer, 'Cache-Control')
  return [
    ...traces.filter((trace) => text.includes(trace)).map((trace) => `says ${trace}`),
    ...(/\bpublic\b|s-maxage|max-age=[1-9]/.test(cache) ? [`is kept: ${cache}`] : []),
  ]
}

/** A request that is refused is no fault of ours. */
const noFault = (answer: Answer) => [
  ...saysLittle(answer),
  ...(answer.status >= 500 ? [`answered ${answer.status}`] : []),
]

export const errorRows: Row[] = [
  {
    number: 'W22',
    title: 'error pages',
    sends:
      'addresses, heads and bodies that are wrong, at articles and at pages of one person; what is said tells nothing of the code and is kept nowhere',
    probes: (wall) => [
      ...three(wall)
        .slice(0, 1)
        .flatMap(wrong)
        .map((path): Probe => ({ path, check: noFault })),
      ...[
        ...three(wall).map(({ path }) => path),
        '/',
        '/sign-in',
        '/account',
        '/subscribe',
      ].flatMap((path) =>
        tripping.map(({ trips, ...how }): Probe => ({
          path,
          ...how,
          check: trips ? saysLittle : noFault,
        })),
      ),
    ],
  },
]
