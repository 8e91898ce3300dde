import { common } from '../kernel/params.ts'
import { route } from '../kernel/router.ts'

/** As much of the account as a health check asks for. */
export const accountRoutes = [
  route('GET', '/v1/account', common, () => ({
    id: 'acct_simLocalStripe',
    object: 'account',
    business_profile: {
      mcc: null,
      minority_owned_business_designation: null,
      name: 'Local test account',
      specified_commercial_transactions_act_url: null,
      support_address: null,
      support_email: null,
      support_phone: null,
      support_url: null,
      url: null,
    },
    charges_enabled: true,
    country: 'US',
    created: 0,
    default_currency: 'usd',
    details_submitted: true,
    email: null,
    payouts_enabled: true,
    type: 'standard',
  })),
  route('GET', '/v1/balance', common, () => ({
    object: 'balance',
    available: [{ amount: 0, currency: 'usd', source_types: { card: 0 } }],
    livemode: false,
    pending: [{ amount: 0, currency: 'usd', source_types: { card: 0 } }],
  })),
]
