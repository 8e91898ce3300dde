/** Tells on standard error what takes time, so that standard output stays for results. */
export type Progress = {
  /** Does `work` under a title; what it returns may add a remark to the line that ends it. */
  step: <T>(title: string, work: () => Promise<T>, remark?: (result: T) => string) => Promise<T>
}

const interactive = process.stderr.isTTY

/** One line for each step, with the seconds it took; on a terminal the seconds count meanwhile. */
export const lines: Progress = {
  step: async (title, work, remark) => {
    const start = performance.now()
    const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`
    const show = () => process.stderr.write(`\r\u001B[K  · ${title} … ${seconds()}`)
    const timer = interactive ? setInterval(show, 100) : undefined
    if (!interactive) process.stderr.write(`  · ${title} …\n`)
    try {
      const result = await work()
      const said = remark?.(result)
      clearLine()
      process.stderr.write(`  ✓ ${title}${said ? `: ${said}` : ''} (${seconds()})\n`)
      return result
    } catch (error) {
      clearLine()
      process.stderr.write(`  ✗ ${title} (${seconds()})\n`)
      throw error
    } finally {
      clearInterval(timer)
    }
  },
}

function clearLine(): void {
  if (interactive) process.stderr.write('\r\u001B[K')
}

/** Says nothing: for commands whose work is over in a moment. */
export const silence: Progress = { step: (_title, work) => work() }
