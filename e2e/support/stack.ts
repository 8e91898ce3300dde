import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

export const root = path.dirname(path.dirname(import.meta.dirname))

/** With a space in it, because a checkout may have one in its path. Two runs side by side need two. */
export const dataFolder =
  // oxlint-disable-next-line node/no-process-env -- one variable, for whoever runs the tests
  process.env.FOLDLINE_E2E_DATA ?? path.join(root, '.foldline', 'browser tests')

/** Whether a shared cache stands before the site (`npm run test:varnish`). */
export const behindCache =
  // oxlint-disable-next-line node/no-process-env -- set by that command
  process.env.FOLDLINE_E2E_FRONT === 'varnish'

/** Whether the door keeps no page (`npm run wall -- --cache off`, and the second run of the wall in `npm test`). */
export const withoutCache =
  // oxlint-disable-next-line node/no-process-env -- set by whoever runs the tests
  process.env.PAGE_CACHE_MB === '0'

const shape = z.object({
  variables: z.object({
    SITE_URL: z.url(),
    DATABASE_URL: z.string(),
    STRIPE_API_BASE: z.url(),
    STRIPE_SECRET_KEY: z.string(),
    STRIPE_WEBHOOK_SECRET: z.string(),
  }),
  addresses: z.object({ Site: z.url(), Inbox: z.url(), Stripe: z.url() }),
})

/** Where everything of the running publication is. */
export type Stack = {
  site: string
  inbox: string
  stripe: string
  databaseUrl: string
  stripeKey: string
  webhookSecret: string
}

/** Reads the note that `npm start` leaves once it serves; null before. */
export function readStack(): Stack | null {
  const file = path.join(dataFolder, 'run.json')
  if (!existsSync(file)) return null
  const run = shape.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!run.success) return null
  const { variables, addresses } = run.data
  return {
    site: addresses.Site,
    inbox: addresses.Inbox,
    stripe: variables.STRIPE_API_BASE,
    databaseUrl: variables.DATABASE_URL,
    stripeKey: variables.STRIPE_SECRET_KEY,
    webhookSecret: variables.STRIPE_WEBHOOK_SECRET,
  }
}

let running: Stack | null = null

/** The same, where there must be one; read once. */
export function stack(): Stack {
  running ??= readStack()
  if (running === null) throw new Error('No publication is running for the browser tests.')
  return running
}

/** This shell's variables without those that would lead a publication of the tests to parts of somebody's own. */
export function parentVariables(): NodeJS.ProcessEnv {
  const ours =
    /^(PORT|SITE_URL|DATABASE_URL|AUTH_SECRET|STRIPE_|SMTP_URL|MAIL_FROM|FOLDLINE_|TRUSTED_|WORKERS)/
  // oxlint-disable-next-line node/no-process-env -- handed on, not read
  const all = Object.entries(process.env)
  return { ...Object.fromEntries(all.filter(([name]) => !ours.test(name))), NODE_ENV: 'production' }
}
