/** Renders that are under way, by the key of their page. */
export type Flights<T> = {
  /** Joins the one under way, or begins one. One that a change has overtaken is not joined. */
  join: (key: string, begin: Begin<T>) => Promise<T>
  /** Begins one, whatever is under way. */
  begin: (key: string, begin: Begin<T>) => Promise<T>
  /** What is under way, of these keys, answers those who asked already, and nobody else. */
  overtake: (concerns: (key: string) => boolean) => void
}

/** Does the work; `overtaken` tells at its end whether a change has come meanwhile. */
type Begin<T> = (overtaken: () => boolean) => Promise<T>

type Flight<T> = { outcome: Promise<T>; overtaken: boolean }

/** Opens a set of flights, none of them under way. */
export function openFlights<T>(): Flights<T> {
  const flights = new Map<string, Flight<T>>()
  const start = (key: string, begin: Begin<T>): Promise<T> => {
    const state = { overtaken: false }
    const flight = Object.assign(state, { outcome: begin(() => state.overtaken) })
    flights.set(key, flight)
    const land = () => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    flight.outcome.then(land, land)
    return flight.outcome
  }
  return {
    join: (key, begin) => {
      const flight = flights.get(key)
      return flight && !flight.overtaken ? flight.outcome : start(key, begin)
    },
    begin: start,
    overtake: (concerns) => {
      for (const [key, flight] of flights) if (concerns(key)) flight.overtaken = true
    },
  }
}
