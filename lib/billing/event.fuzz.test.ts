import fc from 'fast-check'
import { expect } from 'vitest'
import { fuzz } from '#lib/testing/fuzz.ts'
import { customerOfEvent, readEvent } from './event.ts'
import { unstorable } from './event.cases.ts'
import { SECRET, sign } from './testing/billing.ts'
import { deliveredText, forgedSignature } from './testing/deliveries.ts'

/** PostgreSQL takes any text but these, and times up to its own end. */
const storable = (text: string) => text.isWellFormed() && !text.includes('\0')

fuzz(
  'whatever is signed is an event that can be stored, or is refused',
  { values: deliveredText, kept: unstorable, runs: 1000 },
  (text) => {
    const now = new Date()
    const reading = readEvent(text, sign(text, { at: now }), [SECRET], now)
    if (reading.kind === 'refused') return
    const { id, type, created, payload, signedAt } = reading.event
    for (const one of [id, type, customerOfEvent(reading.event) ?? '', JSON.stringify(payload)])
      expect(storable(one)).toBe(true)
    expect(JSON.stringify(payload)).not.toMatch(/\\u0000|\\ud[89a-f]/i)
    expect(new Date(created * 1000).getUTCFullYear()).toBeLessThan(10_000)
    expect(signedAt?.getTime()).toBe(Math.floor(now.getTime() / 1000) * 1000)
  },
)

fuzz(
  'nothing is an event that was not signed with our secret',
  { values: fc.tuple(deliveredText, forgedSignature), runs: 1000 },
  ([text, signature]) => {
    expect(readEvent(text, signature, [SECRET, 'whsec_before'], new Date())).toMatchObject({
      kind: 'refused',
    })
  },
)
