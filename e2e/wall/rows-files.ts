/** W20: what the build hands out, and what lies beside it. */
import path from 'node:path'
import { root, stack } from '../support/stack.ts'
import { filesUnder } from './known.ts'
import type { Probe, Row } from './matrix.ts'
import type { Answer } from './request.ts'

/** Every file that the build made for browsers, and those that were made by hand. */
const built = () => filesUnder('.next/static', '/_next/static/')
const isCode = (file: string) => /\.(?:js|css|json|txt)$/.test(file)

/** What stands in the code of servers alone. */
const serverWords = ['article_gated', 'gatedHtml', 'foldline_app', 'postgres://', 'postgresql://']

function isForBrowsers(answer: Answer): string[] {
  const text = answer.body.toString()
  const { stripeKey, webhookSecret, databaseUrl } = stack()
  return [
    ...(answer.status === 200 ? [] : [`answered ${answer.status}`]),
    ...(/sourceMappingURL/.test(text) ? ['names a source map'] : []),
    ...[...serverWords, stripeKey, webhookSecret, databaseUrl]
      .filter((word) => text.includes(word))
      .map((word) => `holds ${word}`),
  ]
}

const isNothing = ({ status }: Answer) =>
  status >= 400 && status < 500 ? [] : [`answered ${status}`]

/** Files of the build and of the checkout that are nobody's to read, and ways round to them. */
const beside = [
  'BUILD_ID',
  'build-manifest.json',
  'trace',
  'trace-build',
  'required-server-files.json',
  'routes-manifest.json',
  'prerender-manifest.json',
  'app-path-routes-manifest.json',
  'server/server-reference-manifest.json',
  'server/middleware-manifest.json',
  'server/app/(site)/articles/[slug]/page.js',
  'server/app/(site)/articles/[slug]/page.js.map',
  'server/app/articles/wall-early.html',
  'server/app/articles/wall-early.rsc',
  'cache/x',
].flatMap((file) => [
  `/_next/${file}`,
  `/.next/${file}`,
  `/_next/static/../${file}`,
  `/_next/static/%2e%2e/${file}`,
  `/_next/static/..%2f${file}`,
  `/_next/static/chunks/..%5c..%5c${file}`,
])

const checkout = [
  '.env',
  '.env.production',
  '.git/config',
  '.git/HEAD',
  'package.json',
  'server.ts',
  'next.config.js',
  'tsconfig.json',
  '.foldline/run.json',
  '.foldline/secrets.json',
  'content/articles/low-water-at-skelmouth.md',
  'db/schema/articles.ts',
].flatMap((file) => [
  `/${file}`,
  `/_next/static/../../${file}`,
  `/pictures/../../${file}`,
  `/pictures/%2e%2e/%2e%2e/${file}`,
  `/pictures/..%2f..%2f${file}`,
  `/_next/static/${encodeURIComponent(path.join(root, file))}`,
])

const guesses = [
  '/_next/image?url=%2F_next%2Fstatic%2F..%2FBUILD_ID&w=640&q=75',
  '/_next/image?url=http%3A%2F%2F127.0.0.1%3A1%2Fx&w=640&q=75',
  '/_next/static/',
  '/_next/static/chunks/',
  '/_next/static/development/_devPagesManifest.json',
  '/_next/static/chunks/app/(site)/articles/[slug]/page.js',
  '/__nextjs_source-map?filename=server.ts',
  '/__nextjs_original-stack-frames',
  '/_next/mcp',
  '/pictures/',
]

export const fileRows: Row[] = [
  {
    number: 'W20',
    title: 'bundles and source maps',
    sends:
      'every file under `/_next/static` and the map of each; files of the build, of the server and of the checkout, by ways round to them',
    probes: () => [
      ...built().map((file): Probe => ({ path: file, expect: 'public', check: isForBrowsers })),
      ...built()
        .filter(isCode)
        .map((file): Probe => ({ path: `${file}.map`, expect: 'public', check: isNothing })),
      ...[...beside, ...checkout, ...guesses].map((file): Probe => ({
        path: file,
        expect: 'public',
        check: isNothing,
      })),
    ],
  },
]
