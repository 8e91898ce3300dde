import { pageOf } from '../kernel/paging.ts'
import { common, flag, listing, range, text, within } from '../kernel/params.ts'
import { idOf } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { need } from '../kernel/world.ts'
import { checkOwner } from './customers.ts'

const path = '/v1/invoiceitems'

/** What waits for an invoice, or is on one. It comes from changes of subscriptions only. */
export const invoiceItemRoutes = [
  route('GET', `${path}/:id`, common, (world, _params, id) => need(world, 'invoiceitem', id)),
  route(
    'GET',
    path,
    {
      ...listing,
      created: range.optional(),
      customer: text.optional(),
      invoice: text.optional(),
      pending: flag.optional(),
    },
    (world, params) => {
      checkOwner(world, params.customer)
      return pageOf(world, 'invoiceitem', path, params, {
        owner: params.customer ?? world.store.ownerOf('invoice', params.invoice ?? ''),
        fits: ({ date, invoice }) =>
          (params.invoice === undefined || params.invoice === idOf(invoice)) &&
          (params.pending === undefined || params.pending === (invoice === null)) &&
          within(date, params.created),
      })
    },
  ),
]
