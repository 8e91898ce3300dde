import path from 'node:path'
import { openGateway, StripeUnavailable } from '#lib/billing/gateway.ts'
import { setUpAccount } from '#lib/billing/setup.ts'
import { isLive, readSetupSettings } from '#lib/env.ts'
import { type Command, readWords } from './command.ts'

const root = path.resolve(import.meta.dirname, '..', '..')

/** Sets up a Stripe account. Needs its key alone: no database, and nothing that it makes itself. */
export const setUpCommand: Command = {
  name: ['billing', 'setup'],
  usage: 'billing setup [--dry-run] [--rotate]',
  summary: 'makes prices, portal and webhook endpoint in a Stripe account',
  alone: true,
  prepare: (words) => {
    const { values } = readWords(words, {
      options: { 'dry-run': { type: 'boolean' }, rotate: { type: 'boolean' } },
      least: 0,
      most: 0,
    })
    const dryRun = values['dry-run'] ?? false
    return async () => {
      const settings = readSetupSettings(root)
      const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_BASE: apiBase } = settings
      const stripe = openGateway({
        secretKey,
        livemode: isLive(secretKey),
        apiBase: apiBase ? new URL(apiBase) : null,
        patience: 'background',
      })
      const setup = { stripe, dryRun, changes: [] }
      const site = {
        url: settings.SITE_URL ? new URL(settings.SITE_URL) : null,
        mainPrice: settings.STRIPE_PRICE_MONTHLY ?? null,
      }
      try {
        const outcome = await setUpAccount(setup, site, { rotate: values.rotate ?? false })
        tell(setup, outcome, stripe.livemode)
        return outcome.broken ? 1 : 0
      } catch (error) {
        if (!(error instanceof StripeUnavailable)) throw error
        for (const line of setup.changes) console.error(line)
        console.error(`Stripe did not do it: ${error.message} Nothing is lost; run this again.`)
        return 1
      }
    }
  },
}

/** What is to be read goes to the error output: only the variables can be appended to a file. */
function tell(
  { changes, dryRun }: { changes: string[]; dryRun: boolean },
  { variables, notes }: Awaited<ReturnType<typeof setUpAccount>>,
  livemode: boolean,
): void {
  const mode = livemode ? 'live mode: real money' : 'test mode'
  console.error(`Stripe, ${mode}${dryRun ? '. Dry run: nothing is changed' : ''}.`)
  for (const line of changes) console.error(`  ${line}`)
  if (changes.length === 0) console.error('  Nothing had to be done.')
  for (const note of notes) console.error(`\n${note}`)
  if (Object.keys(variables).length > 0) console.error('\nSet in the environment of the site:')
  for (const [name, value] of Object.entries(variables)) console.log(`${name}=${value}`)
}
