import { invalid, missing } from '../kernel/api-error.ts'
import { pageOf } from '../kernel/paging.ts'
import { common, listing, oneOf, text } from '../kernel/params.ts'
import { idOf } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { need, type World } from '../kernel/world.ts'
import type { Stripe } from 'stripe'
import { addTaxId, isTaxId, taxIdTypes } from '../life/tax-ids.ts'
import { checkOwner } from './customers.ts'

const path = '/v1/customers/:id/tax_ids'

function taxIdOf(world: World, customer: string, id: string): Stripe.TaxId {
  need(world, 'customer', customer)
  const found = need(world, 'tax_id', id)
  if (idOf(found.customer) !== customer) throw missing('tax_id', id)
  return found
}

export const taxIdRoutes = [
  route(
    'POST',
    path,
    { ...common, type: oneOf(...taxIdTypes), value: text },
    (world, { type, value }, id) => {
      need(world, 'customer', id)
      if (!isTaxId({ type, value }))
        throw invalid(`Invalid value for ${type}.`, { code: 'tax_id_invalid', param: 'value' })
      return addTaxId(world, id, { type, value })
    },
  ),
  route('GET', `${path}/:tax`, common, (world, _params, id, tax) => taxIdOf(world, id, tax)),
  route('DELETE', `${path}/:tax`, {}, (world, _params, customer, id) => {
    const gone = taxIdOf(world, customer, id)
    world.store.remove('tax_id', id)
    world.announce('customer.tax_id.deleted', gone)
    return { id, object: 'tax_id', deleted: true }
  }),
  route('GET', path, listing, (world, params, id) => {
    checkOwner(world, id)
    return pageOf(world, 'tax_id', `/v1/customers/${id}/tax_ids`, params, { owner: id })
  }),
]
