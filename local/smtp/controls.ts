/** `/_sim`: how a test makes the mail server fail. Every answer tells what is set now. */
import { z } from 'zod'
import { answerJson, answerText, type Answer, type InboxRequest } from './exchange.ts'
import { delayShape, refusalShape, type Faults } from './faults.ts'

export async function answerControl(faults: Faults, request: InboxRequest): Promise<Answer> {
  const { method, url } = request
  if (method === 'GET' && url.pathname === '/_sim') return answerJson(faults.state())
  if (method !== 'POST') return answerText(405, 'Controls are set with POST; GET /_sim tells them.')

  const body = parseJson(await request.body())
  switch (url.pathname) {
    case '/_sim/refuse':
      return set(refusalShape.safeParse(body), faults, (refusal) => faults.refuse(refusal))
    case '/_sim/delay':
      return set(delayShape.safeParse(body), faults, ({ ms }) => faults.delay(ms))
    default:
      return answerJson({ error: 'There are /_sim/refuse and /_sim/delay.' }, 404)
  }
}

function set<Setting>(
  parsed: z.ZodSafeParseResult<Setting>,
  faults: Faults,
  apply: (setting: Setting) => void,
): Answer {
  if (!parsed.success) return answerJson({ error: z.prettifyError(parsed.error) }, 400)
  apply(parsed.data)
  return answerJson(faults.state())
}

/** null, which no control accepts, for what is not JSON. */
function parseJson(body: string | null): unknown {
  try {
    return JSON.parse(body ?? '')
  } catch {
    return null
  }
}
