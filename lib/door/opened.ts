import type { IncomingMessage } from 'node:http'

/** What programs call themselves that say what they are; whoever says nothing is one as well. */
const program = /bot|crawl|spider|slurp|preview|fetch|monitor|curl|wget|python|headless|lighthouse/i

/** Whether a browser opens what it asks for: not what it fetches ahead or has kept already, nor what a program asks that says so. */
export function isOpened({
  method,
  headers,
}: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  const agent = headers['user-agent']
  return (
    method === 'GET' &&
    headers['if-none-match'] === undefined &&
    headers['sec-purpose'] === undefined &&
    headers['purpose'] === undefined &&
    agent !== undefined &&
    !program.test(agent)
  )
}
