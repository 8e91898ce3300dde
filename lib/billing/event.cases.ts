/** Bodies, signed, that were events and could not be stored: Stripe would have sent them again until it gave up on us. */
const about = (changes: string, customer = '"cus_1"') =>
  `{"id":"evt_1","object":"event","type":"a","livemode":false,"created":1,"data":{"object":{"object":"subscription","customer":${customer}}}${changes}}`

export const unstorable: Record<string, string> = {
  'an id with a NUL': about(String.raw`,"id":"evt_\u0000"`),
  'a type with half a character': about(String.raw`,"type":"a\ud800"`),
  'a time after the end of times': about(',"created":8650000000000'),
  'a time after the year 9999': about(',"created":253402300800'),
  'a customer with a NUL': about('', String.raw`"cus_\u0000"`),
  'a customer with a NUL, expanded': about('', String.raw`{"id":"cus_\u0000"}`),
}
