/** `/_sim`: the controls of the local Stripe, for programs as JSON and for people as a page. */
import { type Answer, answerJson, type Asked, sendTo } from '../exchange.ts'
import { ApiError } from '../kernel/api-error.ts'
import type { LocalStripe } from '../local-stripe.ts'
import { BACK } from './button.ts'
import type { Control } from './control.ts'
import { controls, readings } from './controls.ts'
import { simPage } from './page.ts'

/** Answers a control. A form gets the page again, a program JSON. */
export function answerSim(local: LocalStripe, asked: Asked): Answer {
  const { method, url } = asked
  const path = url.pathname.slice('/_sim'.length)
  if (method === 'GET' && path === '') {
    const { searchParams } = url
    return simPage(local, searchParams.get('said'), searchParams.get('customer'))
  }
  const table: Control[] = method === 'GET' ? readings : method === 'POST' ? controls : []
  for (const control of table) {
    const found = control.pattern.exec(path)
    if (found) return run(local, asked, control, found.slice(1))
  }
  return answerJson(
    { error: `There is no ${method} /_sim${path}. See local/stripe/README.md.` },
    404,
  )
}

function run(local: LocalStripe, asked: Asked, control: Control, ids: string[]): Answer {
  const { world, courier } = local
  const isForm = (asked.headers['content-type'] ?? '').includes('urlencoded')
  const given = isForm ? readFields(asked.body) : readJson(asked)
  try {
    const result = world.store.transaction(() => control.run(local, given, ids))
    courier.wake()
    if (!isForm) return answerJson(result.answer)
    return pageAgain(asked, result.said)
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem
    const { message } = problem
    return isForm ? pageAgain(asked, message) : answerJson({ error: message }, problem.status)
  }
}

/** The page, about the same customer as before. */
function pageAgain({ body }: Asked, said: string): Answer {
  const customer = new URLSearchParams(body).get(BACK)
  const about = customer === null ? '' : `&customer=${encodeURIComponent(customer)}`
  return sendTo(`/_sim?said=${encodeURIComponent(said)}${about}`)
}

/** The fields of a form as JSON would have them: numbers are numbers, what is empty is not there. */
function readFields(body: string): unknown {
  const fields = [...new URLSearchParams(body)].filter(
    ([name, value]) => value !== '' && name !== BACK,
  )
  return Object.fromEntries(
    fields.map(([name, value]) => [
      name,
      /^\d{1,9}$/.test(value) && name !== 'fault' ? Number(value) : value,
    ]),
  )
}

/** The body, or the query of a GET; undefined, which no control takes, for what is not JSON. */
function readJson({ method, url, body }: Asked): unknown {
  if (method === 'GET') return Object.fromEntries(url.searchParams)
  if (body.trim() === '') return {}
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
