/**
 * The wall: every way in that docs/wall.md names, as everybody who might try it, over HTTP against
 * the production build. One worker runs this file, so that each viewer is made once.
 */
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { builtStaffActions } from '../support/actions.ts'
import { endCallers } from '../support/callers.ts'
import { makeVictim } from '../support/victim.ts'
import { publicWithTheGrant, rightsBeyondReading, whatPublicReads } from './database.ts'
import { failing } from './failing.ts'
import { amongOthers, overManyConnections, overOneConnection } from './interleave.ts'
import { findHidden } from './hidden.ts'
import { searchLogs } from './logs.ts'
import { searchMails } from './mails.ts'
import { judge, type Judgement, knock, type Row, type Wall } from './matrix.ts'
import { searchDisk } from './on-disk.ts'
import { moreViewersOfRun } from './more-viewers.ts'
import { openWall } from './open-wall.ts'
import { ownRows } from './own-rows.ts'
import { plantsOfSentence, plantsOfSentinel } from './plants.ts'
import type { Imported } from './publish.ts'
import { type Header, several } from './request.ts'
import { givenLine, tryGiven } from './given.ts'
import { tryPrivateFeeds } from './private-feeds.ts'
import { builtRoutes, routes } from './routes.ts'
import { busyRows, quietRows } from './rows.ts'
import { crawlAs, crawlLine, crawlStates, offeredAndKnown } from './rows-crawl.ts'
import { commentsLine, tryComments } from './rows-comments.ts'
import { samePage } from './same-page.ts'
import { slowReaders } from './slow.ts'
import { compareTimes, searchBelow, searchLine, tellsApart } from './search.ts'
import { alone } from './sql.ts'
import { staffActions, staffPages } from './staff-table.ts'
import { tryStaff } from './staff-tries.ts'
import { staffViewers } from './staff.ts'
import { type Count, countOf, keep, keepPlants, type Line, tableFile, writeTable } from './tally.ts'
import { tighten } from './tighten.ts'
import { type Readers, startReaders } from './under-load.ts'
import { cardsLine, tryCards } from './share-cards.ts'
import { afterTheWebhook, strangerFirst } from './unlock.ts'
import { moreStates, states, type Viewer } from './viewers.ts'

test.describe.configure({ mode: 'default' })

let wall: Wall
let imported: Imported

const folder = () => path.join(test.info().project.outputDir, 'wall')

test.beforeAll(async ({ browser }) => {
  const opened = await openWall(browser, folder())
  wall = opened.wall
  imported = opened.imported
})

test.afterAll(() => {
  wall.agent.destroy()
  const { below } = wall.fixtures[0] ?? { below: { sentinels: [], texts: [] } }
  const plants = [
    ...below.sentinels.flatMap(plantsOfSentinel),
    ...below.texts.filter((text) => text.split(' ').length > 12).flatMap(plantsOfSentence),
  ]
  const found = plants.filter(({ answer }) => wall.oracle.search(answer).length > 0).length
  keepPlants(folder(), { planted: plants.length, found })
  console.log(`\n${writeTable(folder(), tableFile)}\n`)
  expect(found, 'planted leaks that were found').toBe(plants.length)
})

/** Keeps what a row found, then fails with all of it. */
function report(line: Line, state: Count['state'], judged: Judgement[]): void {
  keep(folder(), countOf(line, state, judged))
  expect(judged.length).toBeGreaterThan(0)
  expect(
    judged.flatMap(({ leaks }) => leaks),
    'leaks',
  ).toEqual([])
  expect(judged.flatMap(({ complaints }) => complaints)).toEqual([])
}

test('every route of the build is classified', () => {
  expect(Object.keys(routes).toSorted()).toEqual(builtRoutes())
})

test('the articles of the wall are published, and cut where they say', () => {
  expect(imported.map(({ slug, access, cut }) => [slug, access, cut])).toEqual([
    ['wall-early', 'subscriber', 'at_marker'],
    ['wall-late', 'subscriber', 'at_marker'],
    ['wall-missing', 'subscriber', 'standfirst_alone'],
    ['wall-registered', 'registered', 'at_marker'],
    ['wall-free', 'free', 'whole'],
  ])
  const shown = wall.fixtures.map(({ kind, path: at }) => [kind, wall.previews.get(at) !== null])
  expect(Object.fromEntries(shown)).toEqual({
    early: true,
    late: true,
    missing: false,
    registered: true,
    free: true,
  })
})

test('the matrix bites: what a subscriber is sent would be a leak for a stranger', async () => {
  for (const article of wall.fixtures) {
    const probe = { article, path: article.path, expect: 'page' as const }
    const asStranger = await knock(wall, wall.viewers.subscriber, { ...probe, as: 'anonymous' })
    const isGated = article.level !== 'free'
    expect(asStranger.leaks.length > 0, article.slug).toBe(isGated)
    const sentinels = article.below.sentinels.filter((one) =>
      asStranger.leaks.some((leak) => leak.includes(one)),
    )
    expect(sentinels, article.slug).toHaveLength(isGated ? article.below.sentinels.length : 0)
    const asSubscriber = await knock(wall, wall.viewers.anonymous, { ...probe, as: 'subscriber' })
    expect(asSubscriber.complaints.length > 0, article.slug).toBe(isGated)
  }
})

test('the matrix bites: a picture that a subscriber is shown would be a leak for a stranger', async () => {
  for (const article of wall.fixtures)
    for (const address of article.kept.paths) {
      const probe = { path: address, as: 'anonymous' as const }
      const { leaks } = await knock(wall, wall.viewers.subscriber, probe)
      expect(leaks.length > 0, article.slug).toBe(article.level !== 'free')
    }
})

test('the matrix bites: gated text in a public cache is a complaint', async () => {
  const [article] = wall.fixtures
  if (!article) throw new Error('The wall has no articles.')
  const body = Buffer.from(article.below.texts.join('\n'))
  for (const cache of ['public, max-age=60', 'private', 'no-store', '']) {
    const answer = {
      status: 200,
      headers: [['Cache-Control', cache] satisfies Header],
      body,
      port: null,
    }
    const { held, leaks, complaints } = judge(wall, 'subscriber', { path: article.path }, answer)
    expect({ held, leaks }).toEqual({ held: true, leaks: [] })
    expect(complaints).not.toEqual([])
  }
})

/** Sends all that a row sends as this viewer, and judges it. */
async function tryRow(row: Row, viewer: Viewer): Promise<void> {
  const probes = await row.probes(wall, viewer)
  report(row, viewer.state, await several(probes, 4, (probe) => knock(wall, viewer, probe)))
}

const byTurns = {
  number: 'W44',
  title: 'by turns',
  sends:
    'a subscriber and a stranger, each 100 times over one connection and 100 times over many; everybody else among them',
}

for (const row of quietRows)
  for (const state of states)
    test(`${row.number} ${row.title} · ${state}`, async () => tryRow(row, wall.viewers[state]))

test.describe('everybody else', () => {
  let others: Viewer[]
  const rows = quietRows.filter(({ number }) => ['W1', 'W3', 'W36'].includes(number))

  test.beforeAll(async () => {
    others = await moreViewersOfRun(path.join(folder(), 'more-viewers.json'))
  })

  for (const [at, state] of moreStates.entries()) {
    const viewer = () => {
      const found = others[at]
      if (found?.state !== state) throw new Error(`There is no viewer who is ${state}.`)
      return found
    }
    for (const row of rows)
      test(`${row.number} ${row.title} · ${state}`, async () => tryRow(row, viewer()))

    test(`W44 by turns · ${state}`, async () => {
      const judged = await overOneConnection(wall, amongOthers(wall, viewer()))
      report(byTurns, state, judged)
    })
  }
})

const notes = () => path.join(folder(), 'crawled')
test.describe('everywhere', () => {
  let people: Viewer[]

  test.beforeAll(async () => {
    const others = await moreViewersOfRun(path.join(folder(), 'more-viewers.json'))
    people = [...Object.values(wall.viewers), ...others]
  })

  for (const state of crawlStates)
    test(`W54 ${crawlLine.title} · ${state}`, async () => {
      const viewer = people.find((one) => one.state === state)
      if (!viewer) throw new Error(`There is no viewer who is ${state}.`)
      report(crawlLine, state, await alone(() => crawlAs(wall, viewer, notes())))
      await endCallers()
    })

  test('W54 every form and action is classified, and offered to somebody', () => {
    const { offered, known } = offeredAndKnown(notes())
    expect(offered).toEqual(known)
  })
})

for (const row of ownRows)
  test(`${row.number} ${row.title}`, async () => report(row, null, await row.judge(wall)))

for (const state of states)
  test(`W23 answers read slowly, or broken off · ${state}`, async () => {
    const line = {
      number: 'W23',
      title: 'slow, or broken off',
      sends:
        'pages that are read in pieces while others leave before the answer or in its middle; then the same pages, by the viewer and by a stranger',
    }
    report(line, state, await slowReaders(wall, wall.viewers[state]))
  })

/** The line of a row that says beside what it sends for each viewer what it does once. */
function alsoOnce(number: string, once: string): Line {
  const row = quietRows.find((one) => one.number === number)
  if (!row) throw new Error(`The wall has no row ${number}.`)
  return { ...row, sends: `${row.sends}; once ${once}` }
}

test('W19 a cut page is the same whatever stands below its marker', async () => {
  const once = 'an article published with a sentence below its marker, then with a long part'
  report(alsoOnce('W19', once), null, await alone(() => samePage(wall)))
})

test('W34 the feed of one person is for whoever holds its address, as long as they may', async () => {
  const once =
    'a private feed of each viewer by nobody, in nine ways, and of four with somebody else’s cookie; forged, truncated, renewed, switched off and deleted ones; before and right after a subscription ends; then every log'
  const others = await moreViewersOfRun(path.join(folder(), 'more-viewers.json'))
  report(alsoOnce('W34', once), null, await alone(() => tryPrivateFeeds(wall, others)))
  await endCallers()
})

test('W55 an article that was given away is for who holds the link, as long as its giver may read', async () => {
  report(givenLine, null, await alone(() => tryGiven(wall)))
  await endCallers()
})

test('W56 the picture that stands for an article says what everybody may read, and goes with it', async () => {
  report(cardsLine, null, await alone(() => tryCards(wall)))
})

test('W43 logs and error reports hold nothing gated', async () => {
  const line = {
    number: 'W43',
    title: 'logs',
    sends:
      'a page and an import for which PostgreSQL fails at the gated row; searches what is shown and said of it, and every log of the run',
  }
  report(line, null, await alone(() => searchLogs(wall)))
})

test('W22 an article that cannot be read is a plain fault, which tells nothing of it', async () => {
  const once = 'an article whose reading fails with its own text as the error'
  report(alsoOnce('W22', once), null, await alone(() => failing(wall)))
})

for (const state of states)
  test(`W37 ${searchLine.title} · ${state}`, async () =>
    report(searchLine, state, await searchBelow(wall, wall.viewers[state])))

test('W37 a gated phrase takes as long as nonsense', async () => {
  const { judged, compared } = await compareTimes(wall)
  report(searchLine, null, judged)
  expect(compared.pairs).toBeGreaterThan(50)
  expect(tellsApart(compared), JSON.stringify(compared)).toBe(false)
})

test('W40 drafts, and what is scheduled or withdrawn', async ({ browser }) => {
  const line = {
    number: 'W40',
    title: 'not public',
    sends:
      'a draft, an article dated ahead, a scheduled and a withdrawn one, at their addresses and where others preview; every list, feed and API, which must not name them; by each viewer and each role of the staff',
  }
  const staff = await staffViewers(browser)
  report(line, null, await alone(() => findHidden(wall, staff)))
})

test('W41 comments of a gated article', async () =>
  report(commentsLine, null, await tryComments(wall)))

test.describe('while readers of every kind read', () => {
  let readers: Readers

  test.beforeAll(() => {
    readers = startReaders(wall)
  })

  test.afterAll(async () => {
    const { answers, faults } = await readers.stop()
    console.log(
      `W44–W48 and W50 were tried while ${answers} pages were read, ${faults.length} of them wrong.`,
    )
    expect(faults).toEqual([])
    expect(answers).toBeGreaterThan(100)
  })

  test('W44 subscriber and anonymous by turns, over one connection and over many', async () => {
    const one = await overOneConnection(wall)
    expect(new Set(one.map(({ port }) => port)).size, 'connections').toBe(1)
    const many = await overManyConnections(wall)
    expect(new Set(many.map(({ port }) => port)).size, 'connections').toBeGreaterThan(10)
    report(byTurns, null, [...one, ...many])
  })

  test('W45 anonymous first, then subscriber: whole at once, also right after the webhook', async ({
    browser,
  }) => {
    const judged = [...(await strangerFirst(wall)), ...(await afterTheWebhook(wall, browser))]
    const line = {
      number: 'W45',
      title: 'whole at once, cut at once',
      sends:
        'stranger, subscriber, stranger; a reader before and right after the webhook of their subscription, and of its end',
    }
    report(line, null, judged)
  })

  for (const row of busyRows)
    for (const state of states)
      test(`${row.number} ${row.title} · ${state}`, async () => tryRow(row, wall.viewers[state]))

  test('W50 published tighter, or withdrawn, the next request obeys', async () => {
    const line = {
      number: 'W50',
      title: 'tighter at once',
      sends:
        'an article that is published at every level, one after the other, and withdrawn, and the picture it keeps; by each viewer right after the command has returned, and once more',
    }
    report(line, null, await alone(() => tighten(wall)))
  })
})

test('W51 every page and action of the newsroom stands in the table', () => {
  const pages = Object.keys(routes).filter((route) => routes[route]?.kind === 'staff')
  expect(Object.keys(staffPages).toSorted()).toEqual(pages.toSorted())
  expect(Object.keys(staffActions).toSorted()).toEqual(builtStaffActions().toSorted())
})

test('W51 the newsroom as everybody, with an audit entry for whatever succeeds', async ({
  browser,
}) => {
  const line = {
    number: 'W51',
    title: 'newsroom',
    sends:
      'each page and action of the newsroom as nobody, a reader, support, writer, editor and admin, forms with all that would let them succeed; after each, what the audit log gained',
  }
  const [staff, victim] = await Promise.all([staffViewers(browser), makeVictim()])
  report(line, null, await tryStaff(wall, staff, victim))
  await endCallers()
})

test('W42 mails hold nothing gated', async () => {
  const line = {
    number: 'W42',
    title: 'mails',
    sends:
      'nothing: searches every mail of the run, among them those of somebody who came from an article and subscribed, canceled, paused, could not pay, withdrew, gave and was given a gift, changed their address, was given access, received newsletters and the test of an issue, deleted their account: source, subject, headers, text, HTML, preheader',
  }
  report(line, null, await searchMails(wall))
})

test('W52 the public login can read nothing that is private', async () => {
  const { readable, refused, open } = await whatPublicReads()
  const line = {
    number: 'W52',
    title: 'private tables',
    sends: `SQL as \`foldline_public\`: ${refused.length} tables refused, ${readable.length} read`,
  }
  keep(folder(), { ...countOf(line, null, []), requests: refused.length + readable.length })
  expect(readable).toEqual(open)
  expect(refused).toContain('public.article_gated')
  expect(refused).toContain('public.session')
  expect(await rightsBeyondReading()).toEqual([])
})

test('W53 with the right to read what is gated, nothing public does', async () => {
  const { judged, seen, seenWhenAsked } = await alone(() => publicWithTheGrant(wall))
  const line = {
    number: 'W53',
    title: 'public queries',
    sends:
      'every public address, while `foldline_public` may read what is gated and each reading is noted',
  }
  report(line, null, judged)
  expect(seen, 'gated rows read by the public login').toBe(0)
  expect(seenWhenAsked, 'the policy notes a reading').toBeGreaterThan(0)
})

test('W49 no file under .next or public holds a gated sentence', () => {
  const { files, bytes, found } = searchDisk(wall.mark, wall.oracle.runs)
  const line = {
    number: 'W49',
    title: 'files',
    sends: 'nothing: searches every file under `.next` and `public`, after all of the above',
  }
  keep(folder(), { ...countOf(line, null, []), bytes })
  expect(files).toBeGreaterThan(100)
  expect(found).toEqual([])
})
