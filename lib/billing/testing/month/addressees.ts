/** Whose an event is. Ids differ in each run, so what is to be repeated goes by people. */
import type { Told } from './courier.ts'

export type Addressees = {
  /** Learns whose things are from an event. All have to be told, in order. */
  learn: (event: Told) => void
  /** The address of whoever an event is about; '' where it is nobody. */
  of: (event: Told) => string
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')

export function createAddressees(): Addressees {
  /** By the id of a customer, or of something that a dispute may name. */
  const emails = new Map<string, string>()
  const of = ({ data: { object } }: Told) =>
    emails.get(text(object.object === 'customer' ? object.id : object.customer)) ??
    emails.get(text(object.charge)) ??
    ''
  return {
    learn: (event) => {
      const { object } = event.data
      if (object.object === 'customer' && text(object.email) !== '')
        emails.set(text(object.id), text(object.email))
      else if (object.object === 'charge') emails.set(text(object.id), of(event))
    },
    of,
  }
}
