/** For tests of this room: a local SMTP server on free ports, in a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { startLocalSmtp } from '../server.ts'

const listShape = z.object({
  latest: z.number(),
  messages: z.array(
    z.object({
      id: z.number(),
      to: z.string(),
      from: z.string(),
      subject: z.string(),
      date: z.iso.datetime(),
      text: z.string().nullable(),
      html: z.string().nullable(),
      headers: z.record(z.string(), z.string()),
      attachments: z.array(z.object({ name: z.string(), type: z.string(), size: z.number() })),
    }),
  ),
})

export const ordinary: SendMailOptions = {
  from: 'The Leadline <desk@leadline.example>',
  to: 'anna@example.com',
  text: 'Hello',
}

/** Gone when the test is. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'foldline-smtp-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Stopped when the test is over. `send` keeps its connection, since a new one waits 100 ms for its greeting. */
export async function startInbox(folder = temporaryFolder()) {
  const running = await startLocalSmtp({ smtpPort: 0, inboxPort: 0, folder })
  onTestFinished(running.stop)
  const transport = createTransport(`${running.smtpUrl}/?pool=true&maxConnections=1`)
  onTestFinished(() => transport.close())
  const send = (mail: SendMailOptions) => transport.sendMail({ ...ordinary, ...mail })
  return { ...running, send }
}

export async function list(inboxUrl: string, query: Record<string, string> = {}) {
  const answer = await fetch(`${inboxUrl}/messages.json?${new URLSearchParams(query)}`)
  return listShape.parse(await answer.json())
}

/** A POST with JSON; the status and what is set then. */
export async function control(inboxUrl: string, name: string, body: unknown) {
  const answer = await fetch(`${inboxUrl}/_sim/${name}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.text() }
}

/** A request with headers that `fetch` does not let a program choose. */
export function ask(url: string, method: string, headers: Record<string, string>) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject)
    })
      .on('error', reject)
      .end()
  })
}
