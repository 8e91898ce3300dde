/** The addresses of the inbox, each with what it answers. */
import { readFileSync } from 'node:fs'
import { answerControl } from './controls.ts'
import { answerPage, answerText, type Answer, type InboxRequest } from './exchange.ts'
import { FRAME_POLICY, prepareForFrame } from './frame.ts'
import type { Inbox } from './inbox.ts'
import { listMessages } from './messages-json.ts'
import { listPage } from './page-list.ts'
import { mailPage } from './page-mail.ts'
import { missingPage } from './page.ts'
import { parseMail } from './parse.ts'
import type { MailStore } from './store.ts'

const style = readFileSync(new URL('./inbox.css', import.meta.url), 'utf8')
const script = readFileSync(new URL('./inbox.browser.js', import.meta.url), 'utf8')

/** Answers one request; never for a foreign host, which `http.ts` has refused by then. */
export async function route(inbox: Inbox, request: InboxRequest): Promise<Answer> {
  const { method, url } = request
  if (url.pathname.startsWith('/_sim')) return answerControl(inbox.faults, request)
  if (method === 'POST' && url.pathname === '/messages/delete') {
    inbox.store.deleteAll()
    return { ...answerText(303, 'Deleted.'), headers: { location: '/' } }
  }
  if (method !== 'GET') return answerText(405, 'The inbox is read with GET.')

  switch (url.pathname) {
    case '/':
      return answerPage(listPage(inbox.store, url.searchParams.get('to') ?? ''))
    case '/messages.json':
      return listMessages(inbox.store, request)
    case '/inbox.css':
      return { status: 200, type: 'text/css; charset=utf-8', body: style }
    case '/inbox.js':
      return { status: 200, type: 'text/javascript; charset=utf-8', body: script }
    default:
      return answerMail(inbox.store, url.pathname)
  }
}

/** `/messages/ID`, `/messages/ID.eml` and, for the frame, `/messages/ID.html`. */
async function answerMail(store: MailStore, pathname: string): Promise<Answer> {
  const [, id, form] = /^\/messages\/(\d{1,15})(\.eml|\.html)?$/.exec(pathname) ?? []
  if (id === undefined) return answerPage(missingPage('There is nothing at this address.'), 404)
  const mail = store.read(Number(id))
  if (!mail)
    return answerPage(missingPage('This mail is not here; it was deleted, or never came.'), 404)

  if (form === '.eml')
    return {
      status: 200,
      type: 'message/rfc822',
      body: mail.raw,
      headers: { 'content-disposition': `attachment; filename="${mail.id}.eml"` },
    }
  const content = await parseMail(mail.raw)
  if (form === undefined) return answerPage(mailPage(mail, content))
  if (content.html === null) return answerPage(missingPage('This mail has no HTML part.'), 404)
  return {
    status: 200,
    type: 'text/html; charset=utf-8',
    body: prepareForFrame(content.html),
    headers: { 'content-security-policy': FRAME_POLICY },
  }
}
