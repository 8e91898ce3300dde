/** The addresses of the hosted pages. */
import { readFileSync } from 'node:fs'
import { type Answer, answerText, type Asked, sendTo } from '../exchange.ts'
import type { LocalStripe } from '../local-stripe.ts'
import { answerCheckout } from './checkout.ts'
import { answerInvoice } from './invoice.ts'
import { sorry } from './layout.ts'
import { answerPortal } from './portal.ts'
import { answerAuthentication, answerReceipt } from './receipt.ts'

const style = readFileSync(new URL('./local-stripe.css', import.meta.url), 'utf8')

/** Answers one request for a page; never for a foreign host, which `http.ts` has refused by then. */
export async function answerPages(local: LocalStripe, asked: Asked): Promise<Answer> {
  const { method, url } = asked
  if (method !== 'GET' && method !== 'POST')
    return answerText(405, 'Pages are read, and sent forms.')
  if (url.pathname === '/') return sendTo('/_sim')
  if (url.pathname === '/local-stripe.css')
    return { kind: 'answer', status: 200, type: 'text/css; charset=utf-8', body: style }

  const [, area = '', id = '', step] =
    /^\/(c\/pay|p\/session|i|receipts|authenticate)\/([\w-]+)(?:\/([\w/-]*))?$/.exec(
      url.pathname,
    ) ?? []
  switch (area) {
    case 'c/pay':
      return answerCheckout(local, asked, id, step)
    case 'p/session':
      return answerPortal(local, asked, id, step ?? '')
    case 'i':
      return answerInvoice(local, asked, id, step)
    case 'receipts':
      return answerReceipt(local.world, id)
    case 'authenticate':
      return answerAuthentication(local.world, id)
    default:
      return sorry('Not here', 'There is nothing at this address.', null)
  }
}
