import { describe, expect, test } from 'vitest'
import { isInvitation, resemblesInvitation } from './marker-invitation.ts'
import { isMarkerClass, isMarkerComment, isMarkerLine, resemblesMarkerLine } from './marker.ts'
import { sanitise } from './sanitise.ts'

test.each([
  '[paywall]',
  '[PAYWALL]',
  '[ pay wall ]',
  '[Pay-Wall]',
  '\\[paywall\\]',
  '［ｐａｙｗａｌｌ］',
  '\u200b[paywall]\u00a0',
  '---paywall---',
  '--- Paywall ---',
  '-paywall-',
  '—paywall—',
  '—-PAYWALL-—',
  '<!--paywall-->',
  '<!-- More -->',
  '<!--members-only-->',
  '<!–paywall–>',
])('%j on a line of its own is a marker', (line) => {
  expect(isMarkerLine(line)).toBe(true)
})

test.each([
  '',
  'paywall',
  'the [paywall] again',
  '[paywall] and more',
  '[subscribe]',
  '---',
  '<!--paywall',
  '[more]',
  `[paywall${' '.repeat(100)}]`,
])('%j is none', (line) => {
  expect(isMarkerLine(line)).toBe(false)
})

test.each([
  '[paywal]',
  '[paywall here]',
  '{paywall}',
  '***paywall***',
  '<!--paywall',
  '[members only]',
])('%j is none, but somebody should look at it', (line) => {
  expect(isMarkerLine(line)).toBe(false)
  expect(resemblesMarkerLine(line)).toBe(true)
})

test('comments and classes', () => {
  for (const comment of [
    'paywall',
    ' Pay Wall ',
    'more',
    'MEMBERS-ONLY',
    'members only',
    '-paywall-',
  ])
    expect(isMarkerComment(comment)).toBe(true)
  for (const comment of ['paywall begins', 'more about it', 'no more', ''])
    expect(isMarkerComment(comment)).toBe(false)
  for (const name of ['paywall', 'Paywall', 'paywall-marker'])
    expect(isMarkerClass(name)).toBe(true)
  for (const name of ['paywall-content', 'no-paywall', 'wall'])
    expect(isMarkerClass(name)).toBe(false)
})

describe('an invitation is a short paragraph that invites to subscribe and names a price', () => {
  test.each([
    'Subscribe for $5 a month to read on',
    'To continue reading, become a member: £4/month',
    'Subscribe now for just $5/month.',
    'Join us for 4,50 € per month and read the full story.',
    'Become a subscriber for US$60 a year.',
    'Support our work: unlimited access for €3.99 per month.',
    'Get unlimited access for 99 kr per month',
    'Already a member? Sign in. Otherwise, subscribe for $5 a month, cancel any time.',
    'Keep reading with a subscription. Only ¥500 monthly.',
    'Subscriptions start at CHF 5 a month.',
    'You have reached the free part. Subscribe for five dollars a month to read the rest.',
    'Unlock this article and everything else for 49 zł / month',
    'Continue reading for R$ 9,90 per month. Membership can be canceled at any time.',
    'This article is for subscribers. Subscribe from ₹99 per month.',
    'Subscribe today: $1 for the first month, then $5 a month.',
    'Read the full story: membership is £40 per annum.',
    'SUBSCRIBE FOR $5 A MONTH',
    'Subscribe for\n$5 a\u00a0month',
    'A subscription costs $5 a month. Subscribe to read on.',
  ])('%j', (paragraph) => {
    expect(isInvitation(paragraph)).toBe(true)
  })

  test.each([
    'Subscribe to our newsletter.',
    'Subscribe to read on.',
    'The paper charges $5 a month, and nobody reads it.',
    'Readers can subscribe for $5 a month, the company said.',
    'Rent in the harbour is $5 a month per square foot.',
    'He pays $900 a month to join the queue, and you can see him there.',
    'Wages rose by £40 a month in the first year.',
    'The union has 400 members who pay two pounds a month.',
    'Members of the crew earn $900 a month.',
    `Subscribe for $5 a month. ${'And so on. '.repeat(40)}`,
    '',
  ])('but not %j', (paragraph) => {
    expect(isInvitation(paragraph)).toBe(false)
  })

  test('without a price it is none, but somebody should look at it', () => {
    expect(resemblesInvitation('Subscribe to continue reading this article.')).toBe(true)
    expect(resemblesInvitation('Subscribe for $5 a month to read on')).toBe(false)
  })
})

const found = (html: string) => sanitise(html).markers.map(({ spelling }) => spelling)

describe('in a tree', () => {
  test.each<[string, string, string[]]>([
    ['a comment', '<p>a</p><!-- PayWall --><p>b</p>', ['comment']],
    ['an element of the class', '<p>a</p><hr class="paywall-marker"><p>b</p>', ['element']],
    [
      'one with an invitation',
      '<div class="Paywall"><p>Members only. Subscribe now.</p></div>',
      ['element'],
    ],
    ['a paragraph', '<p>[paywall]</p>', ['line']],
    ['split across marks', '<p>[pay<em>wall</em>]</p>', ['line']],
    ['a line of a paragraph', '<p>a<br>[paywall]<br>b</p>', ['line']],
    ['a Markdown line within a paragraph', '<p>a\n---paywall---\nb</p>', ['line']],
    ['in a cell', '<table><tr><td>[paywall]</td></tr></table>', ['line']],
    ['an invitation', '<p>a</p><p>Subscribe for <b>$5</b> a month.</p><p>b</p>', ['invitation']],
    ['an invitation in a heading', '<h3>Subscribe for $5 a month</h3><p>b</p>', ['invitation']],
    ['in what is left out', '<nav><!--paywall--></nav><p>a</p>', ['comment']],
    ['in a sentence: none', '<p>They built a [paywall] there.</p>', []],
    ['in code: none', '<p><code>[paywall]</code></p><pre>[paywall]</pre>', []],
    [
      'a price list in a table: none',
      '<table><tr><td>Subscribe for $5 a month</td></tr></table>',
      [],
    ],
    [
      'on every paragraph of the gated part',
      '<p>a</p><p class="paywall">b</p><p class="paywall">c</p>',
      ['element', 'element'],
    ],
  ])('%s', (_, html, spellings) => {
    expect(found(html)).toEqual(spellings)
  })

  test('an element of the class keeps its text below the marker unless it is a notice', () => {
    const { tree, markers } = sanitise('<p>a</p><div class="paywall"><p>The rest of it.</p></div>')
    expect(tree.children).toMatchObject([{ tagName: 'p' }, { type: 'comment' }, { tagName: 'p' }])
    expect(markers).toEqual([{ spelling: 'element', text: '' }])
    const notice = sanitise('<p>a</p><div class="paywall"><p>Subscribe to go on.</p></div><p>b</p>')
    expect(notice.markers).toEqual([{ spelling: 'element', text: 'Subscribe to go on.' }])
    expect(JSON.stringify(notice.tree)).not.toContain('Subscribe')
  })

  test('what only looks like a marker is told', () => {
    expect(sanitise('<p>[paywal]</p><!--paywall starts-->').doubts).toEqual([
      '<!--paywall starts-->',
      '[paywal]',
    ])
  })
})

test('long input is decided by its length, before any pattern runs', () => {
  const long = ['[', ' ', 'a', '$5 a month ', 'subscribe ', '-', '\u200b', '<!--'].map((one) =>
    one.repeat(1_000_000 / one.length),
  )
  for (const one of long) {
    expect(isMarkerLine(one)).toBe(false)
    expect(isMarkerComment(one)).toBe(false)
    expect(isInvitation(one)).toBe(false)
  }
})
