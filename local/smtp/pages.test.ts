import { expect, test } from 'vitest'
import { prepareForFrame } from './frame.ts'
import { ask, list, startInbox } from './testing/start.ts'

const ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(2)>'

async function page(url: string) {
  const answer = await fetch(url)
  return {
    status: answer.status,
    body: await answer.text(),
    policy: answer.headers.get('content-security-policy') ?? '',
  }
}

test('the empty inbox tells what will appear in it', async () => {
  const { inboxUrl } = await startInbox()
  const { body } = await page(inboxUrl)
  expect(body).toContain('Local inbox')
  expect(body).toContain('mails of the demo, nothing leaves this machine')
  expect(body).toContain('No mails yet')
  expect(body).toContain('http-equiv="refresh"')
})

test('the list shows the newest first and can be filtered by a part of an address', async () => {
  const { send, inboxUrl } = await startInbox()
  await send({ subject: 'Older', to: 'anna@example.com' })
  await send({ subject: 'Newer', to: 'bert@example.com' })
  const { body } = await page(inboxUrl)
  expect(body.indexOf('Newer')).toBeLessThan(body.indexOf('Older'))
  expect(body).toMatch(/<time datetime="[^"]+Z">[^<]+ (UTC|GMT|[A-Z]{3,5})[^<]*<\/time>/)
  const filtered = await page(`${inboxUrl}/?to=BERT`)
  expect(filtered.body).toContain('Newer')
  expect(filtered.body).not.toContain('Older')
})

test('whatever a sender writes is text on our pages', async () => {
  const { send, inboxUrl } = await startInbox()
  await send({
    from: { name: ATTACK, address: 'a@x.example' },
    to: 'b@x.example',
    subject: ATTACK,
    text: `${ATTACK} javascript:alert(3) http://x.example/"onclick="alert(4)`,
    html: ATTACK,
    headers: { 'X-Attack': ATTACK },
    attachments: [{ filename: ATTACK, content: 'x' }],
  })
  const [mail] = (await list(inboxUrl)).messages
  const search = new URLSearchParams({ to: ATTACK })
  for (const path of ['/', `/?${search}`, `/messages/${mail?.id}`]) {
    const { body, policy } = await page(inboxUrl + path)
    expect(body).toContain('&quot;&gt;&lt;script&gt;')
    expect(body).not.toMatch(/<script>|<img|href="javascript|"onclick/)
    expect(policy).toContain("default-src 'none'; script-src 'self'")
  }
})

test('the HTML part is shown in a frame that runs nothing and reaches nothing', async () => {
  const { send, inboxUrl } = await startInbox()
  await send({ html: `<b>Bold</b>${ATTACK}` })
  const { body } = await page(`${inboxUrl}/messages/1`)
  const frame = /<iframe[^>]*>/.exec(body)?.[0] ?? ''
  expect(frame).toContain('src="/messages/1.html"')
  expect(frame).toContain('sandbox="allow-top-navigation-by-user-activation"')

  const { body: inner, policy } = await page(`${inboxUrl}/messages/1.html`)
  expect(inner).toContain('<b>Bold</b>')
  expect(policy).toContain("sandbox allow-top-navigation-by-user-activation; default-src 'none'")
  expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/)
})

test('links of a mail open in the whole window, and only web and mail links work', () => {
  const framed = prepareForFrame(
    `<base href="http://evil.example"><meta http-equiv="refresh" content="0;url=http://evil.example">
     <link rel="dns-prefetch" href="//evil.example"><script>1</script><iframe src="x"></iframe>
     <a target="_blank" href="http://localhost:3000/in?a=1&b=2">in</a>
     <a href=" javascript:alert(1)">bad</a><a href="#part">part</a>`,
  )
  expect(framed).toContain('href="http://localhost:3000/in?a=1&#x26;b=2"')
  expect(framed.match(/target="_top"/g)).toHaveLength(2)
  expect(framed).toContain('<a href="#part" target="_self"')
  expect(framed).not.toMatch(/evil|javascript|script|iframe|_blank/)
})

test('web addresses in the plain-text part are links', async () => {
  const { send, inboxUrl } = await startInbox()
  await send({ text: 'Go to http://localhost:3000/in?a=1&b=2, now.' })
  const { body } = await page(`${inboxUrl}/messages/1`)
  expect(body).toMatch(
    /<a href="http:\/\/localhost:3000\/in\?a=1&amp;b=2"[^>]*>http:[^<]+b=2<\/a\s*>, now\./,
  )
})

test('a mail that is not here is said to be so', async () => {
  const { send, inboxUrl } = await startInbox()
  await send({ text: 'No HTML' })
  for (const path of ['/messages/7', '/messages/7.eml', '/messages/1.html', '/elsewhere', '/..%2f'])
    expect(await page(inboxUrl + path)).toMatchObject({ status: 404 })
})

test('a request for another host is refused, whatever it asks', async () => {
  const { inboxUrl } = await startInbox()
  for (const host of [
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example:80',
    '10.0.0.1',
  ])
    for (const path of ['/', '/messages.json', '/_sim'])
      expect(await ask(inboxUrl + path, 'GET', { host })).toMatchObject({ status: 403 })
  for (const host of ['localhost:8025', '127.0.0.1', '[::1]:8025', 'inbox.localhost'])
    expect(await ask(inboxUrl, 'GET', { host })).toMatchObject({ status: 200 })
})

test('another website can neither delete mails nor set faults', async () => {
  const { send, inboxUrl } = await startInbox()
  await send({})
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]
  for (const headers of foreign)
    for (const path of ['/messages/delete', '/_sim/refuse'])
      expect(await ask(inboxUrl + path, 'POST', headers)).toMatchObject({ status: 403 })
  expect((await list(inboxUrl)).messages).toHaveLength(1)

  const own = { origin: inboxUrl, 'sec-fetch-site': 'same-origin' }
  expect(await ask(`${inboxUrl}/messages/delete`, 'POST', own)).toMatchObject({ status: 303 })
  expect((await list(inboxUrl)).messages).toEqual([])
})
