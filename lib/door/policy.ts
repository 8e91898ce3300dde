/**
 * Content-Security-Policy: what a browser may run and load for one of our pages. Nothing inline runs
 * that a hash or a nonce does not name.
 */
import { randomBytes } from 'node:crypto'
import { siteScript } from './site-script.ts'

export type Page =
  /** A reading page, made by `toDocument`: scripts are named by their hashes, so that it can be kept. */
  | { kind: 'document'; inlineHashes: { scripts: string[]; styles: string[] } }
  /** A page with React; `nonce` is made for this one answer and handed to Next with `nonceForNext`. */
  | { kind: 'application'; nonce: string }

export type PolicySite = { siteUrl: URL; stripeHost: URL | null; development: boolean }

/** Where browsers ask for the worker of `offline-worker.ts`, and whether there is a newer one: it must never change. */
export const OFFLINE_WORKER = '/offline.js'

/** The policy for one page. Addresses in it are those of SITE_URL, to which a browser is led first. */
export function policyFor(page: Page, site: PolicySite): string {
  return [
    "default-src 'self'",
    ...(page.kind === 'document' ? documentSources(page, site) : applicationSources(page, site)),
    "img-src 'self' https: data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    `form-action ${formTargets(site.stripeHost)}`,
  ].join('; ')
}

/** A nonce for one answer: 128 random bits, as the standard asks. */
export function makeNonce(): string {
  return randomBytes(16).toString('base64')
}

/** What Next reads in a request's Content-Security-Policy, to put the nonce on the scripts it writes. */
export function nonceForNext(nonce: string): string {
  return `script-src 'nonce-${nonce}'`
}

type DocumentPage = Extract<Page, { kind: 'document' }>

function documentSources({ inlineHashes }: DocumentPage, { siteUrl }: PolicySite): string[] {
  const script = new URL(siteScript().path, siteUrl).href
  return [
    `script-src ${[script, ...inlineHashes.scripts].join(' ')}`,
    `style-src ${["'self'", ...inlineHashes.styles].join(' ')}`,
    // The script of these pages writes text and makes elements; no string becomes code.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]
}

type ApplicationPage = Extract<Page, { kind: 'application' }>

function applicationSources({ nonce }: ApplicationPage, site: PolicySite): string[] {
  // Hot reload evaluates code, and shows its errors with styles of its own.
  if (site.development)
    return [
      `script-src 'self' 'nonce-${nonce}' 'unsafe-eval'`,
      "style-src 'self' 'unsafe-inline'",
      "connect-src 'self' ws: wss:",
    ]
  const at = (path: string) => new URL(path, site.siteUrl).href
  return [
    `script-src ${at('/_next/static/')} ${at(siteScript().path)} 'nonce-${nonce}'`,
    "style-src 'self'",
    `worker-src ${at(OFFLINE_WORKER)}`,
    // Which text may become code is said in `instrumentation-client.ts`.
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ]
}

/**
 * The policy for what is no page (data, feeds, redirects, pictures) and, with the hashes of their
 * styles, for the door's own plain pages: they load nothing.
 */
export function plainPolicy(styles: string[]): string {
  return [
    "default-src 'none'",
    ...(styles.length > 0 ? [`style-src ${styles.join(' ')}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Where forms may lead: to us, and to Stripe's pages. */
function formTargets(stripeHost: URL | null): string {
  const stripe = stripeHost
    ? stripeHost.origin
    : 'https://checkout.stripe.com https://billing.stripe.com'
  return `'self' ${stripe}`
}
