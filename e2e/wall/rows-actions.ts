/** W21: every server action of the build, called by whoever knows its name. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { partsOfCall } from '../support/actions.ts'
import { root, stack } from '../support/stack.ts'
import type { Probe, Row } from './matrix.ts'
import type { Answer, Header } from './request.ts'
import type { Viewer } from './viewers.ts'

const manifest = z.object({
  node: z.record(
    z.string(),
    z.object({ exportedName: z.string(), workers: z.record(z.string(), z.unknown()) }),
  ),
})

const nobody = '0190b0e0-0000-7000-8000-000000000000'

/** An action: under which id it is called, and at which addresses the build takes it. */
type Action = { id: string; name: string; pages: string[] }

function builtActions(): Action[] {
  const file = path.join(root, '.next', 'server', 'server-reference-manifest.json')
  const { node } = manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
  return Object.entries(node).map(([id, { exportedName, workers }]) => ({
    id,
    name: exportedName,
    pages: Object.keys(workers).map(addressOf),
  }))
}

/** `app/(site)/account/page` → `/account`. */
const addressOf = (worker: string) =>
  worker
    .replace(/^app/, '')
    .replaceAll(/\/\([^)]*\)/g, '')
    .replace(/\/page$/, '')
    .replaceAll(/\[\w+\]/g, nobody) || '/'

/** Of these the caller is nobody any more, or has another subscription: they come last, or not at all. */
const changesTheCaller = new Set([
  'signOut',
  'signOutEverywhere',
  'endSession',
  'deleteMyAccount',
  'cancel',
  'pause',
  'resume',
  'confirmSwitch',
])

/** What a form could name to be shown an article, or to be led to one. */
const fields = {
  slug: 'wall-early',
  article: 'wall-early',
  to: '/articles/wall-early#read-on',
  from: '/articles/wall-early#read-on',
  id: nobody,
  fields: 'html,text,gatedHtml',
  email: `wall.${randomUUID().slice(0, 8)}@example`,
  why: 'x',
}

// Next's reader of forms looks for it everywhere, in the middle of a value too.
const boundary = randomUUID()
const type: Header = ['Content-Type', `multipart/form-data; boundary=${boundary}`]

function multipart(parts: [name: string, value: string][]): string {
  const said = parts.map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return `${said.join('')}--${boundary}--\r\n`
}

/** The id begins with the arguments that the action takes: 60 is the state of a form, and the form. */
const takesState = ({ id }: Action) => id.startsWith('60')

/** As a form without scripts, as React's router calls it, and with arguments that no form of ours has. */
function callsOf(action: Action): { headers: Header[]; body: string }[] {
  const { id } = action
  const called: Header = ['Next-Action', id]
  const form: Record<string, string> = takesState(action)
    ? {
        $ACTION_REF_1: '',
        '$ACTION_1:0': JSON.stringify({ id, bound: '$@1' }),
        '$ACTION_1:1': '[null]',
      }
    : { [`$ACTION_ID_${id}`]: '' }
  const json: Header = ['Content-Type', 'text/plain;charset=UTF-8']
  return [
    { headers: [type], body: multipart(Object.entries({ ...form, ...fields })) },
    {
      headers: [type, called, ['Accept', 'text/x-component']],
      body: multipart(partsOfCall(id, fields)),
    },
    { headers: [json, called], body: '[]' },
    { headers: [json, called], body: '["wall-early",{"slug":"wall-early","fields":"*"},null]' },
  ]
}

const origin = (): Header => ['Origin', stack().site.replace(/\/$/, '')]

/** A form is refused or answered. With arguments of no form an action may fail, and says nothing more. */
const noFault = ({ status }: Answer) => (status >= 500 ? [`answered ${status}`] : [])

/** Documents answer forms, and nothing that React calls. */
const documents = [
  '/subscribe',
  '/comments/write',
  '/comments/edit',
  '/comments/report',
  '/newsletters',
  '/newsletters/confirm',
  '/newsletters/preferences',
  '/newsletters/leave',
]

/** What is sent to an action's own page gets to it: a refusal on the way proves nothing. */
const reaches = (answer: Answer) => [
  ...noFault(answer),
  ...([400, 409].includes(answer.status) ? ['does not get to the action'] : []),
]

/** And with it the form as React writes it: for a stranger who signs in, it is said back. */
const saysBack = (answer: Answer) =>
  answer.body.includes(fields.email) ? [] : ['gets to the action without a form']

const isSignIn = ({ name }: Action, page: string, { state }: Viewer) =>
  name === 'askForCode' && page === '/sign-in' && state === 'anonymous'

export const actionRows: Row[] = [
  {
    number: 'W21',
    title: 'server actions',
    sends:
      'every action of the build that leaves its caller who they are, for strangers all of them: as a form, as React calls it and with arguments of no form of ours, at its own page, at an article and at the front page',
    probes: (_wall, viewer) =>
      builtActions()
        .filter(({ name }) => viewer.state === 'anonymous' || !changesTheCaller.has(name))
        .flatMap((action) =>
          callsOf(action).flatMap(({ headers, body }, at): Probe[] => {
            const probe = { method: 'POST', headers: [origin(), ...headers], body }
            const elsewhere = at < 2 ? ['/articles/wall-early', '/'] : []
            return [
              ...action.pages.map((page) => ({
                ...probe,
                path: page,
                check: (answer: Answer) => [
                  ...(at === 0 || (at === 1 && !documents.includes(page)) ? reaches(answer) : []),
                  ...(at === 1 && isSignIn(action, page, viewer) ? saysBack(answer) : []),
                ],
              })),
              ...elsewhere.map((page) => ({ ...probe, path: page, check: noFault })),
            ]
          }),
        ),
  },
]
