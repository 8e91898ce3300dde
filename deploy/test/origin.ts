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
    // Whoever sends something is answered when all of it has come.
    request.on('end', () => answer(request, response)).resume()
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
  const isPayer = /foldline-3000=|__Host-foldline=/.test(headers.cookie ?? '')
  if (url.startsWith('/pictures/')) return answerPicture(url, isPayer, response)
  response.setHeader('Vary', 'Cookie, Accept-Encoding')
  if (isPayer) {
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

/** One that an article shows above its marker, and one that stands only below. */
function answerPicture(url: string, isPayer: boolean, response: ServerResponse): void {
  if (url.includes('/gated/')) {
    response.setHeader('Cache-Control', 'private, no-store')
    response.statusCode = isPayer ? 200 : 404
    return void response.end(isPayer ? GATED : 'nothing')
  }
  response.setHeader('Surrogate-Key', 'article:pictured')
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable, s-maxage=60')
  response.end('a picture')
}
