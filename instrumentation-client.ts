/**
 * Runs first on pages with React. The policy of those pages (`lib/door/policy.ts`) lets no text become
 * code; this says which text may: the addresses of built files, which the bundler's runtime loads as
 * plain strings, and the empty element that React makes scripts of. Anything else is refused.
 */
type Rules = {
  createHTML: (text: string) => string | null
  createScriptURL: (address: string) => string | null
}
type Factory = { createPolicy: (name: 'default', rules: Rules) => unknown }

const emptyScript = '<script></script>'

const trustedTypes: Factory | undefined = Reflect.get(globalThis, 'trustedTypes')
trustedTypes?.createPolicy('default', {
  createHTML: (text) => (text === emptyScript ? text : null),
  createScriptURL: (address) => {
    const { origin, pathname } = new URL(address, location.href)
    const isBuilt = origin === location.origin && pathname.startsWith('/_next/static/')
    return isBuilt ? address : null
  },
})
