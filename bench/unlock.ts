/** How long after the commit of a purchase the article is open, on the instance that was told of it. */
import { setTimeout as pause } from 'node:timers/promises'
import { sampleArticle } from './article.ts'
import { percentile, shoot } from './load.ts'
import { addCustomers, signIn, webhook } from './people.ts'
import type { Stack } from './stack.ts'
import type { Measurement } from './table.ts'

const PURCHASES = 40
/** How many requests may still see the preview after a commit before the measurement is given up. */
const PATIENCE = 100

/** Measures, one purchase after the other. */
export async function measureUnlock(stack: Stack): Promise<Measurement[]> {
  const { sql, site } = stack
  const sample = await sampleArticle(sql)
  const article = { ...sample, url: `${site}${sample.path}` }
  const customers = await addCustomers(sql, PURCHASES + 5)
  const commits = new Map<string, (at: number) => void>()
  const listening = await sql.listen('foldline_changes', (change) =>
    commits.get(change)?.(performance.now()),
  )
  const unlocks = []
  for (const customer of customers) {
    const [row] = await sql`select reader_id from stripe_customer where customer_id = ${customer}`
    const committed = new Promise<number>((resolve) =>
      commits.set(`reader ${row?.reader_id}`, resolve),
    )
    const cookie = `foldline-${new URL(site).port}=${await signIn(sql, customer)}`
    const page = { url: article.url, headers: { cookie } }
    if ((await shoot(page)).body.includes(article.gated))
      throw new Error('Who has bought nothing was shown the gated part.')
    const answered = shoot(webhook(`${site}/api/stripe/webhook`, customer, stack.webhookSecret))
    unlocks.push(await unlocked(page, article.gated, await committed))
    await answered
    await pause(20)
  }
  await listening.unlisten()
  return figures(unlocks.slice(5))
}

type Unlock = { askedAfter: number; openAfter: number }

/** Asks, from the moment of the commit on and without a pause, until the gated part is there. */
async function unlocked(
  page: { url: string; headers: Record<string, string> },
  gated: string,
  committedAt: number,
): Promise<Unlock> {
  for (let asked = 0; asked < PATIENCE; asked++) {
    const { status, body, sentAt, milliseconds } = await shoot(page)
    if (status === 200 && body.includes(gated))
      return { askedAfter: sentAt - committedAt, openAfter: sentAt + milliseconds - committedAt }
  }
  throw new Error(`The article was not open after ${PATIENCE} requests.`)
}

function figures(unlocks: Unlock[]): Measurement[] {
  const asked = unlocks.map(({ askedAfter }) => askedAfter)
  const open = unlocks.map(({ openAfter }) => openAfter)
  const [unit, target] = ['ms', { most: 50 }]
  return [
    {
      what: 'commit to the first request that is let in (median)',
      value: percentile(asked, 50),
      unit,
      target,
    },
    {
      what: 'commit to the first request that is let in (99 %)',
      value: percentile(asked, 99),
      unit,
    },
    {
      what: 'commit to the whole article received (median)',
      value: percentile(open, 50),
      unit,
      target,
    },
    { what: 'commit to the whole article received (99 %)', value: percentile(open, 99), unit },
  ]
}
