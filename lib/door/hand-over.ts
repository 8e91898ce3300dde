/** Hands something over every so often, one time after the other. `stop` hands over what is left, and no more after that. */
export function handOverOften(
  handOver: () => Promise<void>,
  every: number,
): { stop: () => Promise<void> } {
  let running = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(handOver)
  }, every)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await running
      await handOver()
    },
  }
}
