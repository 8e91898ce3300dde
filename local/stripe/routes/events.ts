import { z } from 'zod'
import { pageOf } from '../kernel/paging.ts'
import { common, flag, listing, range, text, within } from '../kernel/params.ts'
import { route } from '../kernel/router.ts'
import { need } from '../kernel/world.ts'
import { showEvent } from '../webhooks/announce.ts'
import { waitingFor } from '../webhooks/deliveries.ts'

/** `customer.*` is every type that begins so. */
function isOf(type: string, pattern: string): boolean {
  return pattern.endsWith('.*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type
}

export const eventRoutes = [
  route('GET', '/v1/events/:id', common, (world, _params, id) =>
    showEvent(world, need(world, 'event', id)),
  ),
  route(
    'GET',
    '/v1/events',
    {
      ...listing,
      created: range.optional(),
      delivery_success: flag.optional(),
      type: text.optional(),
      types: z.array(text).max(20).optional(),
    },
    (world, params) => {
      const page = pageOf(world, 'event', '/v1/events', params, {
        created: params.created,
        fits: ({ id, type, created }) =>
          (params.type === undefined || isOf(type, params.type)) &&
          (params.types === undefined || params.types.includes(type)) &&
          (params.delivery_success === undefined ||
            params.delivery_success === (waitingFor(world, id) === 0)) &&
          within(created, params.created),
      })
      return { ...page, data: page.data.map((event) => showEvent(world, event)) }
    },
  ),
]
