/**
 * Every page is dynamic and nothing rendered is kept by Next: the door keeps bytes, keyed by the
 * class of reader who may see them.
 *
 * @type {import('next').NextConfig}
 */
const config = {
  poweredByHeader: false,
  // The door answers for slashes, names of the host and validators.
  skipTrailingSlashRedirect: true,
  generateEtags: false,
  productionBrowserSourceMaps: false,
  devIndicators: false,
  // A document has its metadata in its head, for everybody: nothing of it comes later by a script.
  htmlLimitedBots: /.*/,
  // What is to be loaded ahead stands in the page, not in a header beside it that a cache would have to keep.
  reactMaxHeadersLength: 1,
  // No picture passes through Next: /_next/image would fetch, resize and keep what it is asked for.
  images: { unoptimized: true },
  cacheMaxMemorySize: 0,
  // The limiter asks for Drizzle by a computed name, and must meet the one that we use.
  // pg-boss and its driver run as they are: bundled they would be in the build twice, for nothing.
  serverExternalPackages: ['rate-limiter-flexible', 'drizzle-orm', 'postgres', 'pg-boss'],
  // `npm test` checks types; whoever installs a release need not do it again.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    authInterrupts: true,
    // A picture and what a form has beside it. The door lets nobody send so much but staff, and only there (`lib/door/sent-body.ts`).
    serverActions: { bodySizeLimit: '21mb' },
  },
}

export default config
