import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import { expect, onTestFinished, test } from 'vitest'
import { createFaults } from './faults.ts'
import { startLocalSmtp } from './server.ts'
import { KEPT, openStore } from './store.ts'
import { control, list, ordinary, startInbox, temporaryFolder } from './testing/start.ts'

const server = new URL('./server.ts', import.meta.url).href

test('a mail with HTML and text can be read by a program', async () => {
  const { send, inboxUrl } = await startInbox()
  await send({
    subject: 'Your link',
    text: 'Open http://localhost:3000/in',
    html: '<p>Open <a href="http://localhost:3000/in">this</a></p>',
    headers: { 'List-Unsubscribe': '<http://localhost:3000/out>' },
  })
  const { latest, messages } = await list(inboxUrl)
  expect(messages).toMatchObject([
    {
      id: latest,
      to: 'anna@example.com',
      from: 'The Leadline <desk@leadline.example>',
      subject: 'Your link',
      text: 'Open http://localhost:3000/in',
      html: '<p>Open <a href="http://localhost:3000/in">this</a></p>',
      headers: { 'list-unsubscribe': '<http://localhost:3000/out>', subject: 'Your link' },
      attachments: [],
    },
  ])
})

test('a missing part is null and not made from the other', async () => {
  const { send, inboxUrl } = await startInbox()
  await send({ html: '<p>Only HTML</p>', text: undefined })
  await send({ text: 'Only text' })
  const { messages } = await list(inboxUrl)
  expect(messages.map(({ text, html }) => ({ text, html }))).toEqual([
    { text: 'Only text\n', html: null },
    { text: null, html: '<p>Only HTML</p>\n' },
  ])
})

test('every script of the world arrives whole', async () => {
  const { send, inboxUrl } = await startInbox()
  const words = 'Grüße · 日本語 · שלום · 🗞️'
  await send({ to: 'Chloé@exämple.com', subject: words, text: words, html: words })
  const { messages } = await list(inboxUrl, { to: 'chloé@exämple.com' })
  expect(messages).toMatchObject([{ subject: words, text: words, html: words }])
})

test('the source is what was sent, byte for byte', async () => {
  const { send, inboxUrl } = await startInbox()
  const raw = 'From: a@x.example\r\nTo: b@x.example\r\nSubject: Raw\r\n\r\n.dot\r\nend\r\n'
  await send({ envelope: { from: 'a@x.example', to: 'b@x.example' }, raw })
  const [mail] = (await list(inboxUrl)).messages
  const source = await fetch(`${inboxUrl}/messages/${mail?.id}.eml`)
  expect(await source.text()).toBe(raw)
})

test('a mail that makes no sense is kept all the same', async () => {
  const { send, inboxUrl } = await startInbox()
  const raw = `Content-Type: multipart/mixed; boundary=x\r\n\r\n${'--x\r\n\r\n\r\n'.repeat(2000)}`
  await send({ envelope: { from: '', to: 'b@x.example' }, raw })
  const { messages } = await list(inboxUrl)
  expect(messages).toMatchObject([{ to: 'b@x.example', text: null, html: null }])
})

test('the filter finds exactly one address, in any case, blind copies included', async () => {
  const { send, inboxUrl } = await startInbox()
  await send({ subject: 'one', to: 'anna@example.com' })
  await send({ subject: 'two', to: 'joanna@example.com' })
  await send({ subject: 'three', to: 'bert@example.com', bcc: 'Anna@Example.com' })
  const { messages, latest } = await list(inboxUrl, { to: 'ANNA@example.com' })
  expect(messages.map((mail) => mail.subject)).toEqual(['three', 'one'])
  expect(latest).toBe(3)
  const newer = await list(inboxUrl, { to: 'anna@example.com', after: '1' })
  expect(newer.messages.map((mail) => mail.subject)).toEqual(['three'])
})

test('a program waits for the next mail to an address, and no other mail wakes it', async () => {
  const { send, inboxUrl } = await startInbox()
  await send({ subject: 'before' })
  const { latest } = await list(inboxUrl)
  const waiting = list(inboxUrl, { to: 'anna@example.com', after: String(latest), wait: '30' })
  await send({ subject: 'for another', to: 'bert@example.com' })
  await send({ subject: 'after' })
  expect((await waiting).messages.map((mail) => mail.subject)).toEqual(['after'])
})

test('a wait for what is already there, or never comes, ends', async () => {
  const { send, inboxUrl } = await startInbox()
  expect((await list(inboxUrl, { to: 'anna@example.com', wait: '0.05' })).messages).toEqual([])
  await send({ subject: 'there' })
  expect((await list(inboxUrl, { to: 'anna@example.com', wait: '30' })).messages).toHaveLength(1)
})

test('a stop does not wait for those who wait', async () => {
  const running = await startInbox()
  const ending = fetch(`${running.inboxUrl}/messages.json?wait=30`).then(
    () => 'answered',
    () => 'cut off',
  )
  await list(running.inboxUrl)
  await running.stop()
  expect(await ending).toBe('cut off')
})

test('a wrong question is answered with what is wrong', async () => {
  const { inboxUrl } = await startInbox()
  const answer = await fetch(`${inboxUrl}/messages.json?after=yesterday`)
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('after')
})

test('the program dies without warning and the mails it accepted are there at the next start', async () => {
  const folder = temporaryFolder()
  const options = JSON.stringify({ smtpPort: 0, inboxPort: 0, folder })
  const program = `const { startLocalSmtp } = await import('${server}');
    console.log((await startLocalSmtp(${options})).smtpUrl)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const dead = once(child, 'exit')
  const [smtpUrl] = await once(child.stdout, 'data')
  await createTransport(String(smtpUrl).trim()).sendMail({ ...ordinary, subject: 'survives' })
  child.kill('SIGKILL')
  await dead

  const { inboxUrl } = await startInbox(folder)
  expect((await list(inboxUrl)).messages).toMatchObject([{ id: 1, subject: 'survives' }])
})

test('ids are not used again after everything was deleted and the program restarted', async () => {
  const folder = temporaryFolder()
  const first = await startInbox(folder)
  await first.send({ subject: 'old' })
  await fetch(`${first.inboxUrl}/messages/delete`, { method: 'POST' })
  expect((await list(first.inboxUrl)).messages).toEqual([])
  await first.stop()

  const second = await startInbox(folder)
  await second.send({ subject: 'new' })
  expect((await list(second.inboxUrl)).messages).toMatchObject([{ id: 2, subject: 'new' }])
})

test('the newest mails are kept, and the oldest make room', () => {
  const store = openStore(temporaryFolder())
  onTestFinished(() => store.close())
  for (let count = 0; count < KEPT + 3; count++)
    store.add({
      received: new Date(0),
      sender: '',
      recipients: ['anna@example.com'],
      from: '',
      subject: '',
      raw: Buffer.from('x'),
    })
  const ids = store.list({}).map((mail) => mail.id)
  expect(ids).toHaveLength(KEPT)
  expect(ids.at(0)).toBe(KEPT + 3)
  expect(ids.at(-1)).toBe(4)
})

test('as many messages as asked for are refused, then mails arrive again', async () => {
  const { send, inboxUrl } = await startInbox()
  await control(inboxUrl, 'refuse', { count: 2, code: 451 })
  await expect(send({})).rejects.toMatchObject({ responseCode: 451 })
  await expect(send({})).rejects.toMatchObject({ responseCode: 451 })
  await send({ subject: 'third time' })
  expect((await list(inboxUrl)).messages).toMatchObject([{ subject: 'third time' }])
})

test('a refusal can be for one address, and can be taken back', async () => {
  const { send, inboxUrl } = await startInbox()
  await control(inboxUrl, 'refuse', { count: 5, code: 550, to: 'Bert@example.com' })
  await send({ to: 'anna@example.com' })
  await expect(send({ to: 'bert@example.com' })).rejects.toMatchObject({
    responseCode: 550,
  })
  await control(inboxUrl, 'refuse', { count: 0 })
  await send({ to: 'bert@example.com' })
  expect((await list(inboxUrl)).messages).toHaveLength(2)
})

test('a delayed mail arrives, and not before its time', async () => {
  const { send, inboxUrl } = await startInbox()
  await control(inboxUrl, 'delay', { ms: 80 })
  const order: string[] = []
  await Promise.all([
    pause(40).then(() => order.push('its time')),
    send({}).then(() => order.push('the mail')),
  ])
  expect(order).toEqual(['its time', 'the mail'])
  expect((await list(inboxUrl)).messages).toHaveLength(1)
})

test('a delay does not hold a stop', async () => {
  const faults = createFaults()
  faults.delay(60_000)
  const dawdling = faults.dawdle()
  faults.release()
  await expect(dawdling).resolves.toBeUndefined()
})

test('a control that makes no sense is refused and changes nothing', async () => {
  const { inboxUrl } = await startInbox()
  expect(await control(inboxUrl, 'refuse', { count: 1, code: 250 })).toMatchObject({ status: 400 })
  expect(await control(inboxUrl, 'delay', 'soon')).toMatchObject({ status: 400 })
  expect(await control(inboxUrl, 'explode', {})).toMatchObject({ status: 404 })
  const state = await fetch(`${inboxUrl}/_sim`)
  expect(await state.json()).toEqual({ refuse: null, delayMs: 0 })
})

test('a message over the limit is refused and not kept', async () => {
  const { send, inboxUrl } = await startInbox()
  const raw = Buffer.concat([
    Buffer.from('Subject: Big\r\n\r\n'),
    Buffer.alloc(5 * 1024 * 1024, 'line of sixteen\n'),
  ])
  const envelope = { from: 'a@x.example', to: 'b@x.example' }
  await expect(send({ envelope, raw })).rejects.toMatchObject({ responseCode: 552 })
  // Told the limit beforehand, a sender that knows its size does not even begin.
  const declared = { ...envelope, size: raw.length }
  await expect(send({ envelope: declared, raw })).rejects.toThrow('larger than allowed')
  expect((await list(inboxUrl)).messages).toEqual([])
})

test('a port that is taken stops the start and leaves nothing running', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  const address = other.address()
  const taken = typeof address === 'object' && address ? address.port : 0
  const folder = temporaryFolder()
  const start = startLocalSmtp({ smtpPort: 0, inboxPort: taken, folder })
  await expect(start).rejects.toThrow(String(taken))
  await startInbox(folder)
})
