import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** The one script of reading pages: under `path`, which changes with it, it may be kept for ever. */
export type SiteScript = { path: string; body: Buffer; headers: Record<string, string> }

let read: SiteScript | undefined

/** The script of the site, read once in a process. It is a module. */
export function siteScript(): SiteScript {
  return (read ??= readSiteScript())
}

function readSiteScript(): SiteScript {
  const body = readFileSync(path.join(import.meta.dirname, 'site.browser.js'))
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16)
  return {
    path: `/site-${hash}.js`,
    body,
    headers: {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
    },
  }
}
