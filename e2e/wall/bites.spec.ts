/**
 * The rows bite: each leak of the tables is planted at a leaky site before the publication, and the row that
 * it is for must find it there; where nothing is planted, it must find nothing.
 */
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { stack } from '../support/stack.ts'
import { bite, type Bitten, type OwnBite } from './bite.ts'
import { besideBites } from './bites-beside.ts'
import { identityBites } from './bites-identity.ts'
import { outputBites } from './bites-outputs.ts'
import { ownBites } from './bites-own.ts'
import { pageBites } from './bites-page.ts'
import { keptPictureBites } from './bites-pictures.ts'
import { transportBites } from './bites-transport.ts'
import { type LeakySite, openLeakySite } from './leaky.ts'
import type { Wall } from './matrix.ts'
import { openWall } from './open-wall.ts'
import { ownRows } from './own-rows.ts'
import { busyRows, quietRows } from './rows.ts'
import { keepBite, tableFile, writeTable } from './tally.ts'

test.describe.configure({ mode: 'default' })

const folder = () => path.join(test.info().project.outputDir, 'wall')

let wall: Wall
let site: LeakySite

test.beforeAll(async ({ browser }) => {
  const opened = await openWall(browser, folder(), 'shifting')
  wall = opened.wall
  site = await openLeakySite(stack().site)
})

test.afterAll(async () => {
  wall.agent.destroy()
  await site.close()
  const table = writeTable(folder(), tableFile)
  console.log(`\n${table.split('\n').find((line) => line.startsWith('Leaks:'))}\n`)
})

const bites = [
  ...transportBites,
  ...pageBites,
  ...identityBites,
  ...outputBites,
  ...keptPictureBites,
]

type Line = Pick<OwnBite, 'row' | 'how' | 'whom' | 'finds'>

/** Keeps whether the row found the leak, then fails if it did not, or if it cried without one. */
function report(at: string, { row, how, whom, finds = /^LEAK /m }: Line, told: Bitten): void {
  const found = told.clean.length === 0 && finds.test(told.found.join('\n'))
  keepBite(folder(), at, { row, how, whom, found })
  expect(told.clean, 'where nothing is planted').toEqual([])
  expect(told.found.join('\n'), 'of the plant').toMatch(finds)
}

for (const [at, one] of bites.entries())
  test(`${one.row} finds that ${one.how} · ${one.whom}`, async () => {
    report(`site-${at}`, one, await bite(wall, site, [...quietRows, ...busyRows], one))
  })

test('a leak is planted for every row', () => {
  const rows = [...quietRows, ...busyRows, ...ownRows].map(({ number }) => number)
  // Those that stand in `wall.spec.ts` by themselves are among them.
  const all = Array.from({ length: 55 }, (_, at) => `W${at + 1}`)
  const planted = new Set([...bites, ...ownBites, ...besideBites].map(({ row }) => row))
  expect([...new Set([...rows, ...all])].filter((row) => !planted.has(row))).toEqual([])
})

for (const [at, one] of [...ownBites, ...besideBites].entries())
  test(`${one.row} finds that ${one.how} · ${one.whom}`, async ({ browser }) => {
    report(`own-${at}`, one, await one.attempt({ wall, site, browser }))
  })
