/** Several processes of the product on one database, in a folder of their own. */
import path from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { connectionsNeeded } from '#lib/connections.ts'
import { completeEnvironment, parseSettings } from '#lib/env.ts'
import { sessionCookieName } from '#lib/auth/session-cookie.ts'
import { closeDatabases, useEnvironment } from '#lib/runtime.ts'
import { type HeldPort, holdFreePort } from '../../local/ports.ts'
import { build, isBuilt } from '../stack/build.ts'
import { lines } from '../stack/progress.ts'
import { serve } from '../stack/serve.ts'
import { startServices } from '../stack/services.ts'
import { completeSettings } from '../stack/settings.ts'
import type { Sites } from './look.ts'

/** Starts `count` of them, on this database or one of their own, does `work`, and leaves nothing behind. */
export async function withInstances<T>(
  root: string,
  count: number,
  work: (sites: Sites) => Promise<T>,
  databaseUrl: string | null = null,
): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'foldline-door-'))
  const undo: (() => Promise<void> | void)[] = [
    () => rmSync(folder, { recursive: true, force: true }),
  ]
  const stop = async () => {
    for (const step of undo.splice(0).toReversed()) await step()
  }
  const breakOff = () => void stop().finally(() => process.exit(1))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, breakOff)
  try {
    return await work(await start({ root, folder, count, databaseUrl }, undo))
  } finally {
    await stop()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, breakOff)
  }
}

type Wanted = { root: string; folder: string; count: number; databaseUrl: string | null }

async function start(
  { root, folder, count, databaseUrl }: Wanted,
  undo: (() => Promise<void> | void)[],
): Promise<Sites> {
  const held: HeldPort[] = []
  for (let index = 0; index < count; index++) held.push(await holdFreePort(3300 + index))
  const siteUrl = `http://localhost:${held[0]?.port}`
  const settings = parseSettings({
    SITE_URL: siteUrl,
    LOG_LEVEL: 'error',
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  })
  const services = await startServices({
    root,
    folder,
    siteUrl,
    settings,
    connections: count * connectionsNeeded(1),
    progress: lines,
  })
  undo.push(services.stop)
  const complete = completeSettings(settings, { ...services.variables, FOLDLINE_DATA: folder })
  useEnvironment(completeEnvironment(complete))
  undo.push(closeDatabases)
  if (!(await isBuilt(root)))
    await lines.step('Building the site', () => build(root, folder, new AbortController().signal))
  const variables = Object.fromEntries(
    Object.entries(complete).map(([name, value]) => [name, String(value)]),
  )
  await lines.step(`${count} instances`, () =>
    Promise.all(
      held.map(async ({ port, release }) => {
        const own = { ...variables, PORT: String(port) }
        const server = await serve(root, own, {
          development: false,
          workers: 1,
          release,
          say: (line) => process.stderr.write(`${line}\n`),
        })
        undo.push(server.stop)
      }),
    ),
  )
  const url = new URL(siteUrl)
  return {
    ports: held.map(({ port }) => port),
    host: url.host,
    cookieName: sessionCookieName(url),
  }
}
