/**
 * The same day and hour so many months later, in UTC; where that month has no such day, its last one:
 * a month from 31 January is the end of February. Pure.
 */
export function addMonths(start: Date, months: number): Date {
  const end = new Date(start)
  end.setUTCDate(1)
  end.setUTCMonth(end.getUTCMonth() + months)
  const last = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate()
  end.setUTCDate(Math.min(start.getUTCDate(), last))
  return end
}
