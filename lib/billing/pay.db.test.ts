import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { HOUR, later } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { goodCard, sim } from '../../local/stripe/testing/start.ts'
import { cancelSubscription } from './cancel.ts'
import { whereToPay } from './pay.ts'
import { openPortal } from './reader.ts'
import { addReader } from './testing/billing.ts'
import { beginLifeOn, type Life } from './testing/life.ts'

useTestEnvironment()
const database = useTestDatabase()
const renewal = new Date('2027-02-10T10:00:00Z')
const failsLater = { ...goodCard, number: '4000 0000 0000 0341' }
const where = async (life: Life) => whereToPay(database.app, life.reader.id, await life.setting())

test('what is open is paid on the page that Stripe names now; with nothing open the card is mended', async () => {
  const life = await beginLifeOn(database, '2027-01-10T10:00:00Z')
  await life.buy(failsLater)
  expect(await where(life)).toMatchObject({ kind: 'card' })
  await life.advanceTo(later(renewal, 2 * HOUR))
  const { data } = await life.stripe.invoices.list({ customer: life.customer.id, status: 'open' })
  expect(await where(life)).toEqual({ kind: 'invoice', url: data[0]?.hosted_invoice_url })
  const said = { feedback: null, comment: null }
  await cancelSubscription(database.app, life.reader.id, said, await life.setting())
  expect(await where(life)).toMatchObject({ kind: 'card' })
})

test('who bought nothing has nothing to pay, and an outage is told', async () => {
  const life = await beginLifeOn(database, '2027-01-10T10:00:00Z')
  const { id } = await addReader(database.owner)
  expect(await whereToPay(database.app, id, await life.setting())).toEqual({ kind: 'nothing' })
  const setting = await life.setting()
  await sim(life.url, '/api', { fault: '500', count: 20 })
  expect(await whereToPay(database.app, life.reader.id, setting)).toEqual({ kind: 'unavailable' })
})

test('a page that the account’s portal does not offer is its first page instead', async () => {
  const life = await beginLifeOn(database, '2027-01-10T10:00:00Z')
  const setting = await life.setting()
  const opened = await openPortal(database.app, life.reader.id, setting, 'customer_update')
  expect(opened).toMatchObject({ kind: 'open' })
})
