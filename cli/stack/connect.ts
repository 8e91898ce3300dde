/** Connects a command at the terminal to the publication: to the one that runs, or to its parts. */
import path from 'node:path'
import { completeEnvironment, readSettings } from '#lib/env.ts'
import { closeDatabases, useEnvironment } from '#lib/runtime.ts'
import { clearRun, readRun, writeRun } from './folder.ts'
import { silence } from './progress.ts'
import { completeSettings } from './settings.ts'

/**
 * Does `work` with the environment of this folder set. Where `npm start` runs, its parts are used;
 * where it does not, what is not configured is started for as long as the work takes.
 */
export async function withProduct<T>(
  root: string,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const settings = readSettings(root)
  const folder = path.resolve(root, settings.FOLDLINE_DATA ?? '.foldline')
  const run = readRun(folder)
  if (run !== null && Object.keys(run.variables).length > 0) {
    useEnvironment(completeEnvironment(completeSettings(settings, run.variables)))
    try {
      return await work()
    } finally {
      await closeDatabases()
    }
  }
  const siteUrl = settings.SITE_URL ?? `http://localhost:${settings.PORT ?? 3000}`
  // Not at the top: to load what starts them takes a second, and mostly they run.
  const { startServices } = await import('./services.ts')
  writeRun(folder, { what, variables: {}, addresses: {} })
  const services = await startServices({ root, folder, siteUrl, settings, progress: silence })
  try {
    const variables = { ...services.variables, SITE_URL: siteUrl, FOLDLINE_DATA: folder }
    useEnvironment(completeEnvironment(completeSettings(settings, variables)))
    return await work()
  } finally {
    await closeDatabases()
    await services.stop()
    clearRun(folder)
  }
}
