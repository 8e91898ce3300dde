/** Thrown at whoever waits for a database that is out of reach. */
export class DatabaseOutage extends Error {
  override name = 'DatabaseOutage'
}

/** Whether the database is out of reach. It is only when it was asked in vain: never because time went by. */
export type Reach = {
  answers: () => boolean
  /** Says that it answered. */
  found: () => void
  /** Says that it was asked in vain. */
  missed: () => void
  /** What is said next: whether it answers. False at once while it does not. */
  next: () => Promise<boolean>
  /** Does `work` unless the database is out of reach, and waits for it no longer than it is not. */
  whileItAnswers: <T>(work: () => Promise<T>) => Promise<T>
}

/** Thought to answer until somebody says otherwise. */
export function openReach(): Reach {
  let answers = true
  const waiting = new Set<(answers: boolean) => void>()
  const say = (now: boolean) => {
    answers = now
    const told = [...waiting]
    waiting.clear()
    for (const tell of told) tell(now)
  }
  return {
    answers: () => answers,
    found: () => say(true),
    missed: () => say(false),
    next: () => {
      if (!answers) return Promise.resolve(false)
      const { promise, resolve } = Promise.withResolvers<boolean>()
      waiting.add(resolve)
      return promise
    },
    whileItAnswers: async <T>(work: () => Promise<T>) => {
      if (!answers) throw new DatabaseOutage('The database does not answer.')
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      const listen = (now: boolean) => {
        if (now) waiting.add(listen)
        else reject(new DatabaseOutage('The database has ceased to answer.'))
      }
      waiting.add(listen)
      work()
        .then(resolve, reject)
        .finally(() => waiting.delete(listen))
      return promise
    },
  }
}
