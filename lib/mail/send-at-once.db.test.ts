import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { sendAtOnce } from './send-at-once.ts'

const database = useTestDatabase()
const message = {
  kind: 'sign_in',
  code: '918273',
  link: 'https://news.example/sign-in/confirm?token=secret-token',
  minutes: 30,
  device: 'Firefox on Linux',
} as const

/** A mail server that takes everything, or refuses a mail by quoting it. */
let refuses = false
let mail = ''
let server: Server
beforeAll(async () => {
  server = createServer((socket) => {
    let inData = false
    socket.write('220 test\r\n')
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      const said = chunk.toString()
      if (inData || said.includes('\r\n.\r\n')) {
        mail += said
        if (!said.endsWith('\r\n.\r\n')) return
        inData = false
        const quoted = `${message.code} ${message.link}`
        socket.write(refuses ? `554 spam: "${quoted}"\r\n` : '250 taken\r\n')
      } else if (/^DATA/i.test(said)) {
        inData = true
        socket.write('354 go\r\n')
      } else if (/^QUIT/i.test(said)) socket.end('221 bye\r\n')
      else socket.write('250 ok\r\n')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  useTestEnvironment({ smtpUrl: `smtp://127.0.0.1:${port}` })
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

test('the sign-in mail is handed over at once, and neither its code nor its link is kept', async () => {
  expect(await sendAtOnce(database.app, 'a@example.org', null, message)).toEqual({
    kind: 'sent',
  })
  expect(mail).toContain('918273')
  expect(mail).toMatch(/^From: The Leadline <post@news\.example>/m)
  expect(mail).toMatch(/^Auto-Submitted: auto-generated/m)
  expect(mail).toMatch(/^Message-ID: <[0-9a-f-]{36}@news\.example>/m)
  const rows = await database.owner`select * from mail`
  expect(rows).toMatchObject([{ kind: 'sign_in', state: 'sent', to_address: 'a@example.org' }])
  expect(JSON.stringify(rows)).not.toMatch(/918273|secret-token/)
})

test('nor when the server refuses it by quoting it', async () => {
  refuses = true
  const outcome = await sendAtOnce(database.app, 'b@example.org', null, message)
  expect(outcome).toEqual({ kind: 'failed' })
  const rows = await database.owner`select * from mail where state = 'failed'`
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).toContain('554 spam')
  expect(JSON.stringify(rows)).not.toMatch(/918273|secret-token/)
})
