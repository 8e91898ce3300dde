/** What an address of ours may be: a route that somebody classified, or a file that lies ready. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { root } from '../support/stack.ts'
import { type RouteKind, routes } from './routes.ts'

export type Known = { kind: RouteKind | 'file'; route: string }

/** The one route of all files. */
export const FILES = 'files'

/** A name in brackets stands for one part of an address. */
const patterns = Object.entries(routes).map(([route, { kind }]) => ({
  route,
  kind,
  pattern: new RegExp(`^${route.replaceAll('.', '\\.').replaceAll(/\[\w+\]/g, '[^/]+')}$`),
}))

/** The addresses under `at` of all files in a folder of the checkout. */
export function filesUnder(folder: string, at: string): string[] {
  const place = path.join(root, folder)
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(place, path.join(entry.parentPath, entry.name)))
    .map((name) => `${at}${name.split(path.sep).map(encodeURIComponent).join('/')}`)
}

let ready: Set<string> | undefined

/** Every file that lies ready: those of the build for browsers, those made by hand. The door has two more. */
export function filesThatLieReady(): Set<string> {
  ready ??= new Set([...filesUnder('.next/static', '/_next/static/'), ...filesUnder('public', '/')])
  return ready
}

const scriptOfTheDoor = /^\/(?:site-[\w-]{16}|offline)\.js$/

/** What stands between quotes in the scripts of Next and React and is no address. */
const noAddresses = new Set(['/a/b', '/a/i', '/ROOT/node_modules/next/dist/compiled/process/'])

export const isNoAddress = ({ pathname }: URL) => noAddresses.has(pathname)

const keptPicture = /^\/pictures\/[0-9a-f]{32}\/\d+\.(?:avif|webp)$/

/** What an address is, or null when nobody has said. */
export function classify({ pathname }: URL, files: Set<string>): Known | null {
  if (files.has(pathname) || scriptOfTheDoor.test(pathname)) return { kind: 'file', route: FILES }
  // A picture that an article shows is judged as the article is.
  if (keptPicture.test(pathname)) return { kind: 'article', route: FILES }
  const found = patterns.find(({ pattern }) => pattern.test(pathname))
  return found ? { kind: found.kind, route: found.route } : null
}

/** Good once: whichever it is, the page is the same. */
const onceOnly = new Set(['token', 't', 'w', 'code', 'session_id', 'event'])

/** Numbers that count on from page to page, or from look to look, and how far they are followed. */
const counting = new Set(['page', 'look'])
const FAR = 3

/** The address under which what it shows is looked at once: without marks of a place, one for many that differ in a token. */
export function keyOf(address: URL, files: Set<string>): string {
  const query = [...address.searchParams].map(([name, value]) => {
    if (onceOnly.has(name)) return `${name}=*`
    if (counting.has(name) && Number(value) > FAR) return `${name}=more`
    return `${name}=${wayBack(value, address, files) ?? value}`
  })
  return [address.pathname, ...query.toSorted()].join(' ')
}

/** To where a parameter leads back, as a route: every page leads to the sign-in with its own. */
function wayBack(value: string, address: URL, files: Set<string>): string | null {
  if (!value.startsWith('/')) return null
  const to = URL.parse(value, address)
  return to && (classify(to, files)?.route ?? null)
}
