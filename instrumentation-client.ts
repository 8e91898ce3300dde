/**
 * Runs first on pages with React. The policy of those pages (`lib/door/policy.ts`) lets no text become
 * code; this says which text may: the addresses of built files and of the site's own script, which the
 * bundler's runtime and React load as plain strings, the worker that answers without a network, and the empty
 * element that React makes scripts of. Anything else is refused.
 */
type Rules = {
  createHTML: (text: string) => string | null
  createScriptURL: (address: string) => string | null
}
type Factory = { createPolicy: (name: 'default', rules: Rules) => unknown }

const emptyScript = '<script></script>'
/** As `lib/door/site-script.ts` names it. A page that is reached within React brings it along. */
const siteScript = /^\/site-[\w-]{16}\.js$/
/** As `lib/door/policy.ts` names it. */
const offlineWorker = '/offline.js'

const trustedTypes: Factory | undefined = Reflect.get(globalThis, 'trustedTypes')
trustedTypes?.createPolicy('default', {
  createHTML: (text) => (text === emptyScript ? text : null),
  createScriptURL: (address) => {
    const { origin, pathname } = new URL(address, location.href)
    const isOurs =
      pathname === offlineWorker ||
      pathname.startsWith('/_next/static/') ||
      siteScript.test(pathname)
    return origin === location.origin && isOurs ? address : null
  },
})

// Not where pages come over plain HTTP. Without it a browser shows a page of its own where there is no network.
if ('serviceWorker' in navigator)
  navigator.serviceWorker.register(offlineWorker).catch(() => undefined)
