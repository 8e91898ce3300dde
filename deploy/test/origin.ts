/**
 * What the site says to a shared cache, by the contract in docs/scaling.md and nothing more: an article for
 * subscribers, whole for whoever has a session, and cut for everybody else. It counts how often it was asked.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Words that only who pays may read. */
export const GATED = 'The bittern is below the marker.'
/** Words that everybody may read. */
export const PREVIEW = 'The heron is above the marker.'

/** A running origin. */
export type Origin = {
  port: number
  asked: () => number
  /** Client addresses as the site would see them, the last first. */
  addresses: string[]
  close: () => Promise<void>
}

/** Starts it on a free port. */
export async function startOrigin(): Promise<Origin> {
  const addresses: string[] = []
  const server = createServer((request, response) => {
    addresses.unshift(String(request.headers['x-forwarded-for']))
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: portOf(server.address()),
    asked: () => addresses.length,
    addresses,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

function answer({ url = '/', headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  if (url.startsWith('/_next/static/')) {
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    return void response.end('built')
  }
  response.setHeader('Vary', 'Cookie, Accept-Encoding')
  if (/foldline-3000=|__Host-foldline=/.test(headers.cookie ?? '')) {
    response.setHeader('Cache-Control', 'private, no-store')
    return void response.end(`${PREVIEW} ${GATED}`)
  }
  if (url === '/sign-in/code') {
    response.setHeader('Cache-Control', 'private, no-store')
    return void response.end(headers.cookie ?? 'no cookie')
  }
  const slug = url.split('/').at(-1)
  response.setHeader('Surrogate-Key', url === '/' ? 'lists' : `article:${slug}`)
  response.setHeader('Cache-Control', 'public, max-age=0, s-maxage=300, stale-while-revalidate=30')
  response.end(PREVIEW)
}
