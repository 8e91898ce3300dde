import fc from 'fast-check'
import { later, SECOND } from '#lib/clock.ts'
import { eventAbout, SECRET, sign } from './billing.ts'

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    '\0',
    '\ud800',
    'cus_\0',
    '',
    0,
    -1,
    1e300,
    253_402_300_800,
    8.65e12,
    null,
    true,
    [],
    {},
    ['event'],
    { id: '\0' },
    { id: 'cus_1' },
    'x'.repeat(300),
  ),
  fc.jsonValue({ maxDepth: 2 }),
)
const names = fc.constantFrom(
  'id',
  'object',
  'type',
  'livemode',
  'created',
  'data',
  'customer',
  '__proto__',
  'constructor',
  'toJSON',
  'api_version',
  'request',
)

/** An event with something else in some of its fields, or in those of what it is about. */
const spoilt = fc
  .record({
    outer: fc.dictionary(names, odd, { maxKeys: 3 }),
    inner: fc.option(fc.dictionary(names, odd, { maxKeys: 3 })),
  })
  .map(({ outer, inner }) => {
    const event = eventAbout({ id: 'sub_1', object: 'subscription', customer: 'cus_1', ...inner })
    return JSON.stringify({ ...event, ...outer })
  })

const whole = JSON.stringify(eventAbout({ id: 'sub_1', object: 'subscription', customer: 'cus_1' }))
/** JSON that no serialiser writes, and what is none. */
const written = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.nat(1000).map((depth) => whole.replace('{', `{"a":${'['.repeat(depth)}${']'.repeat(depth)},`)),
  fc
    .constantFrom('id', 'type', 'livemode')
    .map((name) => whole.replace('{', `{"${name}":"twice",`)),
  fc.constantFrom('id', 'type', 'livemode').map((name) => whole.replace(/\}$/, `,"${name}":7}`)),
  fc.tuple(fc.nat(), fc.string({ unit: 'binary', maxLength: 3 })).map(([at, piece]) => {
    const here = at % whole.length
    return whole.slice(0, here) + piece + whole.slice(here + 1)
  }),
)

/** What may stand in the body of a delivery. */
export const deliveredText = fc.oneof(spoilt, written)

const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), maxLength: 70 })
const piece = fc.oneof(
  hex.map((one) => `v1=${one}`),
  fc
    .oneof(fc.integer(), fc.constantFrom('', 'NaN', '1e9', '-1', '9'.repeat(40)))
    .map((t) => `t=${t}`),
  fc.constantFrom('v0=aa', 'v1', '=', ' ', 't', ',,', 'v1=ü', 'T=1', 'v1=v1=', '\t'),
)

/** What may stand in `Stripe-Signature` without our secret: pieces of one, in any number, also of the true one. */
export const forgedSignature = fc
  .tuple(fc.array(piece, { maxLength: 200 }), fc.integer({ min: -2000, max: 2000 }), fc.nat(4))
  .map(([pieces, seconds, kind]) => {
    const at = later(new Date(), seconds * SECOND)
    const forged = sign(whole, { secret: 'whsec_of_somebody_else', at })
    const forOther = sign(`${whole} `, { secret: SECRET, at })
    return [pieces.join(','), forged, forOther, `${forged},${pieces.join(',')}`, ''][kind] ?? ''
  })
