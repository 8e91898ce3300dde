import type { Fault } from '../table.ts'

/** Money and tampering. */
export const money: Fault[] = [
  {
    row: 42,
    done: 'client-sent price, amount, coupon, customer, addresses, `plan=unknown`',
    expected: 'ignored',
    tests: {
      'e2e/faults.alone.spec.ts': [
        '42: price, amount, coupon, customer and addresses that a client sends are ignored',
      ],
      'lib/billing/checkout.db.test.ts': [
        '42, 45: price, customer and return addresses are ours, and the reader is named on both',
      ],
      'lib/billing/checkout-offers.db.test.ts': ['42: plan=%s begins nothing'],
    },
  },
  {
    row: 43,
    done: 'the session id of somebody else, unpaid, or of the other mode',
    expected: 'nothing shown, nothing granted',
    tests: {
      'e2e/faults.alone.spec.ts': [
        '43: a session id in the address shows nothing and opens nothing to whoever did not pay',
      ],
      'lib/billing/reader.db.test.ts': ['43: what somebody else paid unlocks nothing'],
    },
  },
  {
    row: 44,
    done: 'the portal of another’s customer',
    expected: 'impossible',
    tests: {
      'lib/billing/reader.db.test.ts': [
        '44: opens for the reader’s own customer, and leads back to us',
      ],
    },
  },
  {
    row: 45,
    done: 'another site in every return parameter',
    expected: 'our own origin only',
    tests: {
      'lib/auth/return-path.test.ts': ['whatever is asked for, a browser stays on our origin'],
      'lib/billing/checkout.db.test.ts': [
        '42, 45: price, customer and return addresses are ours, and the reader is named on both',
      ],
      'lib/billing/checkout-offers.db.test.ts': ['42: plan=%s begins nothing'],
      'e2e/sign-in.spec.ts': ['a way back to ${evil} leads to our own front page'],
    },
  },
  {
    row: 46,
    done: 'a POST from another site to checkout or account',
    expected: '403',
    tests: {
      'e2e/subscribing.spec.ts': [
        '46: another site cannot send a reader to checkout or out of their session',
      ],
    },
  },
  {
    row: 47,
    done: 'sixty clicks',
    expected: 'one session; limited after thirty',
    tests: {
      'e2e/faults.alone.spec.ts': ['47: sixty clicks are one session, and limited'],
      'lib/billing/checkout.db.test.ts': ['47, 48: two tabs and fifty clicks get one session'],
    },
  },
  {
    row: 48,
    done: 'two tabs, two devices',
    expected: 'one live subscription',
    tests: {
      'lib/billing/checkout.db.test.ts': ['47, 48: two tabs and fifty clicks get one session'],
      'e2e/subscribing.spec.ts': [
        'who has a subscription is led to the account and sold no second one',
      ],
    },
  },
  {
    row: 49,
    done: 'two readers, one customer',
    expected: 'the second link is refused, and admins are told',
    tests: {
      'lib/billing/sync.db.test.ts': [
        '49: a customer belongs to one reader: a second link is refused',
      ],
      'lib/billing/oddities.db.test.ts': [
        '49: a customer that is another reader’s is refused to the second, and admins are told at once, once',
        '49: each refused link is news, and one that was put right is not shown any more',
      ],
    },
  },
  {
    row: 50,
    done: 'an account with a live subscription is deleted',
    expected: 'canceled first',
    tests: {
      'lib/account/delete.db.test.ts': [
        '50: the subscription is canceled first, then the person is taken out of Stripe and of our rows',
        '50: killed between cancel and delete: the account is there, the subscription is not; going again finishes it',
      ],
    },
  },
  {
    row: 51,
    done: 'the configured price is inactive, one-time, yearly or not there',
    expected: 'checkout disabled with a line that says so, site up',
    tests: {
      'lib/billing/our-plan.test.ts': [
        '51: a price that cannot be sold is told to the operator, and nothing crashes',
      ],
      'lib/billing/checkout.db.test.ts': ['51: a price that cannot be sold'],
    },
  },
  {
    row: 52,
    done: 'paid under another e-mail than the account’s',
    expected: 'the account that is signed in',
    tests: {
      'e2e/faults.alone.spec.ts': [
        '52: who pays under another address, even another reader’s, pays for the account they are signed in with',
      ],
    },
  },
]
