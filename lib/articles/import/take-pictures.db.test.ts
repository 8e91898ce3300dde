import { beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { memoryStorage } from '#lib/pictures/testing/memory.ts'
import { drawn } from '#lib/pictures/testing/pictures.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { importArticle } from './import-article.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date('2027-04-10T12:00:00Z')

/** What stands at each address; everything else is not there. */
const there = new Map<string, Uint8Array>()
let opened: string[] = []
let storage = memoryStorage()

beforeEach(async () => {
  opened = []
  storage = memoryStorage()
  for (const [address, width] of [
    ['https://p.example/lead.jpg', 900],
    ['lead.jpg', 901],
    ['in-text.jpg', 300],
    ['https://p.example/below.jpg', 301],
  ] as const)
    there.set(address, await drawn({ width, height: 200 }).jpeg().toBuffer())
  there.set('https://p.example/counts.gif', await drawn({ width: 1, height: 1 }).gif().toBuffer())
  there.set('https://p.example/plan.svg', Buffer.from('<svg></svg>'))
})

const open = async (written: string) => {
  opened.push(written)
  const bytes = there.get(written)
  return Promise.resolve(
    bytes
      ? ({ kind: 'read', bytes } as const)
      : ({ kind: 'left', why: 'It is not there.' } as const),
  )
}

async function imported(name: string, text: string) {
  const file = { name: `/home/a/${name}`, bytes: new TextEncoder().encode(text) }
  const outcome = await importArticle(database.app, file, {
    publish: true,
    now,
    pictures: { storage, open },
  })
  if (outcome.kind === 'refused') throw new Error(outcome.why)
  const [row] = await database.owner`
    select a.*, g.html as below from article a left join article_gated g on g.article_id = a.id
     where a.id = ${outcome.saved.id}`
  return { ...outcome, row: row ?? {} }
}

const known = () => database.owner`select width, alt, caption, credit, source from picture`

test('a page brings the pictures of its article, with what it says of them, and none of those around it', async () => {
  const { row, pictures } = await imported(
    'page.html',
    `<html><body><header><img src="https://p.example/logo.png" alt="Logo"></header><article>
     <h1>The lock</h1>
     <figure><img src="https://p.example/lead.jpg" alt="A lock"><figcaption>At low water. <span class="credit">M. Reyes</span></figcaption></figure>
     <p>The standfirst.</p><p>Open. <img src="https://p.example/counts.gif" alt="" width="1"></p>
     <p><img src="data:image/gif;base64,R0lGOD" data-src="in-text.jpg" alt="A gate"></p>
     <!--paywall--><p>Gated.</p><figure><img src="https://p.example/below.jpg" alt="A drawer"></figure>
     <p><img src="https://p.example/plan.svg" alt="A plan"><img src="https://p.example/gone.jpg" alt="Gone"></p>
     </article><footer><img src="https://p.example/badge.png"></footer></body></html>`,
  )
  expect(opened.filter((one) => /logo|badge/.test(one))).toEqual([])
  expect(row).toMatchObject({
    picture_src: expect.stringMatching(/^\/pictures\/[0-9a-f]{32}\/900\.webp$/),
    picture_width: 900,
    picture_height: 200,
    picture_alt: 'A lock',
    picture_caption: 'At low water.',
    picture_credit: 'M. Reyes',
  })
  expect(row.preview_html).not.toContain('counts.gif')
  const below = String(row.below)
  expect(below).toMatch(/srcset="\/pictures\/[0-9a-f]{32}\/301\.avif 301w"/)
  expect(below).toContain('<img src="https://p.example/plan.svg"')
  expect(below).toContain('<img src="https://p.example/gone.jpg"')
  expect(pictures.filter(({ src }) => src !== null).map(({ written }) => written)).toEqual([
    'https://p.example/lead.jpg',
    'https://p.example/below.jpg',
  ])
  expect(await known()).toContainEqual({
    width: 900,
    alt: 'A lock',
    caption: 'At low water.',
    credit: 'M. Reyes',
    source: 'https://p.example/lead.jpg',
  })
})

const led = (src: string) =>
  `---\ntitle: Of ${src}\npicture:\n  src: ${src}\n  alt: A gate\n  credit: A. Name\n---\n\nOpen.\n`

test('front matter names a lead picture without saying how large it is', async () => {
  const { row } = await imported('a.md', led('lead.jpg'))
  expect(row).toMatchObject({ picture_width: 901, picture_height: 200, picture_credit: 'A. Name' })
  const gone = await imported('b.md', led('https://p.example/gone.jpg'))
  expect(gone.row).toMatchObject({ picture_src: null })
  expect(gone.dropped).toContain('the lead picture: https://p.example/gone.jpg')
  expect(gone.remarks).toContainEqual({
    about: 'picture',
    text: expect.stringContaining('gone.jpg is shown from where it is: It is not there.'),
  })
})

test('the same file again takes nothing in twice, and leaves its article unchanged', async () => {
  const text = '# The gate\n\nThe standfirst.\n\nOpen.\n\n![A gate](in-text.jpg)\n'
  const first = await imported('again.md', text)
  expect(first.row.preview_html).toContain('<picture>')
  const puts = storage.puts
  const second = await imported('again.md', text)
  expect(second.saved).toMatchObject({ id: first.saved.id, change: 'unchanged' })
  expect(storage.puts).toBe(puts)
})

test('a picture that cannot be fetched again is shown as it was kept before', async () => {
  const address = 'https://p.example/once.jpg'
  const text = `# Once\n\nThe standfirst.\n\nOpen.\n\n![A gate](${address})\n`
  there.set(address, await drawn({ width: 333, height: 100 }).jpeg().toBuffer())
  const first = await imported('once.md', text)
  there.delete(address)
  const second = await imported('once.md', text)
  expect(second.saved.change).toBe('unchanged')
  expect(second.row.preview_html).toBe(first.row.preview_html)
  expect(second.row.preview_html).toContain('/333.webp')
  expect(second.remarks).toContainEqual({
    about: 'picture',
    text: `The picture ${address} is shown as it was kept before: It is not there.`,
  })
})

test('what is on this site already is not taken in', async () => {
  await imported('own.md', '# Own\n\nOpen.\n\n![A](/pictures/salt.webp) ![B](//p.example/b.jpg)\n')
  expect(opened).toEqual(['http://p.example/b.jpg'])
})
