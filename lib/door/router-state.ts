import type { IncomingHttpHeaders } from 'node:http'
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js'

const NAME = 'next-router-state-tree'

/**
 * Takes away where a browser says it is in the application, when Next could not read it: for Next that is a
 * fault of ours, with a stack in the log. Without it the whole page is the answer. Next's own reading is
 * asked, since what it takes may change with each version.
 */
export function dropUnreadableState(headers: IncomingHttpHeaders): void {
  if (headers[NAME] === undefined) return
  try {
    parseAndValidateFlightRouterState(headers[NAME])
  } catch {
    delete headers[NAME]
  }
}
