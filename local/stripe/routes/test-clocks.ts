import type { Stripe } from 'stripe'
import { invalid } from '../kernel/api-error.ts'
import { newId } from '../kernel/ids.ts'
import { pageOf } from '../kernel/paging.ts'
import { common, listing, text, timestamp } from '../kernel/params.ts'
import { route } from '../kernel/router.ts'
import { need, serverNow, type World } from '../kernel/world.ts'
import { advanceClock } from '../life/due.ts'
import { deleteCustomer } from './customers.ts'

const KIND = 'test_helpers.test_clock'
const path = '/v1/test_helpers/test_clocks'

/**
 * Advances a clock. Stripe does it in the background and answers "advancing"; here everything is done
 * when the answer comes, which says "advancing" all the same.
 */
export function advance(world: World, id: string, to: number): Stripe.TestHelpers.TestClock {
  const clock = need(world, KIND, id)
  if (to <= clock.frozen_time)
    throw invalid('The frozen time must be after the current frozen time of the clock.', {
      param: 'frozen_time',
    })
  advanceClock(world, id, to)
  const ready = need(world, KIND, id)
  world.announce('test_helpers.test_clock.ready', ready)
  return {
    ...ready,
    status: 'advancing',
    status_details: { advancing: { target_frozen_time: to } },
  }
}

export const testClockRoutes = [
  route(
    'POST',
    path,
    { ...common, frozen_time: timestamp, name: text.optional() },
    (world, { frozen_time, name }) => {
      const created = serverNow(world)
      const clock: Stripe.TestHelpers.TestClock = {
        id: newId('clock', 14),
        object: KIND,
        created,
        deletes_after: created + 30 * 24 * 3600,
        frozen_time,
        livemode: false,
        name: name ?? null,
        status: 'ready',
        status_details: {},
      }
      world.store.put(KIND, clock)
      world.announce('test_helpers.test_clock.created', clock)
      return clock
    },
  ),
  route('GET', `${path}/:id`, common, (world, _params, id) => need(world, KIND, id)),
  route('POST', `${path}/:id/advance`, { ...common, frozen_time: timestamp }, (world, params, id) =>
    advance(world, id, params.frozen_time),
  ),
  route('DELETE', `${path}/:id`, {}, (world, _params, id) => {
    const clock = need(world, KIND, id)
    for (const customer of world.store.all('customer'))
      if (customer.test_clock === id) deleteCustomer(world, customer.id)
    world.store.remove(KIND, id)
    world.announce('test_helpers.test_clock.deleted', clock)
    return { id, object: KIND, deleted: true }
  }),
  route('GET', path, listing, (world, params) => pageOf(world, KIND, path, params)),
]
