/** States that take a flow to reach: whoever is in them comes there as a person does. `pages.ts` has those that an address leads to. */
import { randomInt } from 'node:crypto'
import { type APIRequestContext, type Browser, type BrowserContext, expect } from '@playwright/test'
import { readForm, sendForm } from '../support/forms.ts'
import { askForLetter, linkIn, receiveLetter, sendLetterTo } from '../support/newsletters.ts'
import { giveByForms, somebody, subscribed } from '../support/people.ts'
import { stack } from '../support/stack.ts'
import { cancelNow, customerOf, failRenewal } from '../wall/stripe-desk.ts'
import { withOwner } from '../wall/sql.ts'
import { mails } from './mails.ts'
import type { Shown } from './pages.ts'

/** Somebody's browser, and what they look at in it. */
export type Reached = { context: BrowserContext; shown: Omit<Shown, 'who' | 'kept'>[] }

const article = '/articles/low-water-at-skelmouth'

/** By name: each makes its own people. */
export const states: Record<string, (browser: Browser) => Promise<Reached>> = {
  'a reader whose subscription ended': lapsed,
  'a reader who cannot pay': unpaid,
  'a reader who gives articles away': giver,
  'a reader who has given all away': givenAll,
  'a reader of newsletters': lettersReader,
  'whoever asks too often': hasty,
  'the mails': mails,
}

async function lapsed(browser: Browser): Promise<Reached> {
  const email = somebody('design.lapsed')
  const context = await subscribed(browser, email)
  await cancelNow(await customerOf(email))
  const shown = [
    { name: 'account lapsed', path: '/account' },
    { name: 'article of a lapsed reader', path: article },
    { name: 'subscribe again', path: '/subscribe' },
  ]
  return { context, shown }
}

async function unpaid(browser: Browser): Promise<Reached> {
  const email = somebody('design.unpaid')
  const context = await subscribed(browser, email)
  await failRenewal(await customerOf(email))
  const shown = [
    { name: 'account payment failed', path: '/account' },
    { name: 'article with a failed payment', path: article },
  ]
  return { context, shown }
}

const LINKS = '/account/gift-links'
/** For subscribers, and as many as somebody gives away in a month. */
const given = [
  'a-port-is-not-a-gateway',
  'a-week-at-anchor',
  'forty-four-days-closed',
  'how-many-lorries-in-a-river',
  'low-water-at-skelmouth',
  'nets-by-the-knot',
  'nine-kilometres-of-marsh',
  'nineteen-nights',
  'one-reading-in-eleven',
  'publish-the-near-misses',
]
/** One more. */
const notGiven = 'rain-on-the-drying-mats'

/** Makes a link to an article; returns its path. */
async function giveAway(caller: APIRequestContext, slug: string): Promise<string> {
  const form = await readForm(caller, `${LINKS}/new?article=${slug}`, 'Make the link')
  const { location = '' } = await sendForm(caller, form)
  const html = await (await caller.get(`${stack().site}${location}`)).text()
  const [path] = /\/gift-links\/[\w-]{32}/.exec(html) ?? []
  if (path === undefined) throw new Error(`No link was shown at ${location}.`)
  return path
}

/** The link is opened in the giver's own browser: what is shown there is decided by the link alone. */
async function giver(browser: Browser): Promise<Reached> {
  const context = await subscribed(browser, somebody('design.giver'))
  const links: string[] = []
  for (const slug of given.slice(0, 3)) links.push(await giveAway(context.request, slug))
  const shown = [
    { name: 'gift links', path: LINKS },
    { name: 'gift link new', path: `${LINKS}/new?article=${notGiven}` },
    { name: 'given article', path: links[0] },
    { name: 'gift redeem', path: await giveByForms(context.request) },
  ]
  return { context, shown }
}

async function givenAll(browser: Browser): Promise<Reached> {
  const context = await subscribed(browser, somebody('design.given.all'))
  for (const slug of given) await giveAway(context.request, slug)
  const shown = [
    { name: 'gift links run out', path: LINKS },
    { name: 'gift link run out', path: `${LINKS}/new?article=${notGiven}` },
  ]
  return { context, shown }
}

async function lettersReader(browser: Browser): Promise<Reached> {
  const context = await browser.newContext({ baseURL: stack().site })
  const [asks, reads] = [somebody('design.asks'), somebody('design.letters')]
  const confirm = await askForLetter(context.request, asks)
  await receiveLetter(context.request, reads)
  const letter = await sendLetterTo(reads)
  const shown = [
    { name: 'newsletter confirm', path: confirm },
    { name: 'newsletter preferences', path: linkIn(letter, '/newsletters/preferences') },
    { name: 'newsletter leave', path: linkIn(letter, '/newsletters/leave') },
  ]
  return { context, shown }
}

/** At an address of their own, which has had all its searches of this minute. */
async function hasty(browser: Browser): Promise<Reached> {
  const address = `198.19.${randomInt(256)}.${randomInt(256)}`
  const context = await browser.newContext({
    baseURL: stack().site,
    extraHTTPHeaders: { 'X-Forwarded-For': address },
  })
  await withOwner(
    (owner) =>
      owner`insert into rate_limit values (${`search:${address}`}, 60, now() + interval '10 minutes')`,
  )
  await expect.poll(async () => (await context.request.get('/search?q=tide')).status()).toBe(429)
  return { context, shown: [{ name: 'too many requests', path: '/search?q=tide', status: 429 }] }
}
