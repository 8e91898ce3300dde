import { makeSignInLink } from '#lib/auth/sign-in-link.ts'
import { formatMoment, formatMoney } from '#lib/format.ts'
import { lookUpReaderByEmail } from '#lib/readers/look-up.ts'
import type { ReaderStatus } from '#lib/readers/status.ts'
import { appDatabase, environment } from '#lib/runtime.ts'
import { oneLine } from '../plain-console.ts'
import { operator, readAddress } from './address.ts'
import { type Command, readWords } from './command.ts'

const status: Command = {
  name: ['reader', 'status'],
  usage: 'reader status EMAIL [--json]',
  summary: 'says whether somebody may read, why, and what happened',
  prepare: (words) => {
    const { values, positionals } = readWords(words, {
      options: { json: { type: 'boolean' } },
      least: 1,
      most: 1,
    })
    const email = readAddress(positionals[0])
    return async () => {
      const found = await lookUpReaderByEmail(appDatabase(), operator, email, new Date())
      if (!found) {
        console.error(`Nobody has the address ${email}.`)
        return 1
      }
      console.log(values.json ? JSON.stringify(found, null, 2) : inWords(found))
      return 0
    }
  },
}

function inWords({ reader, verdict, decision, ...rest }: ReaderStatus): string {
  const subscriptions = rest.subscriptions.map(
    (one) =>
      `  ${one.status}, ${formatMoney(one.amount, one.currency)}${one.interval ? ` a ${one.interval}` : ''}, ${one.id}`,
  )
  const giftLinks = rest.giftLinks.map(
    (one) =>
      `  ${one.slug}, ${formatMoment(one.madeAt)} to ${formatMoment(one.endsAt)}, opened ${one.opened} times${one.revokedAt ? `, taken back ${formatMoment(one.revokedAt)}` : ''}`,
  )
  const timeline = rest.timeline.map(
    ({ at, text, detail }) => `  ${formatMoment(at)}  ${text}${detail ? ` (${detail})` : ''}`,
  )
  return [
    `${reader.email}${reader.name ? `, ${reader.name}` : ''}${reader.role ? `, ${reader.role}` : ''}`,
    verdict,
    `Reason: ${decision.reason}`,
    ...(rest.payingTwice ? ['Two subscriptions are running: this reader pays twice.'] : []),
    '',
    'Subscriptions',
    ...(subscriptions.length > 0 ? subscriptions : ['  none']),
    '',
    ...(giftLinks.length > 0 ? ['Articles given away', ...giftLinks, ''] : []),
    'Timeline',
    ...timeline,
  ]
    .map(oneLine)
    .join('\n')
}

const signInLink: Command = {
  name: ['reader', 'sign-in-link'],
  usage: 'reader sign-in-link EMAIL',
  summary: 'makes a link that signs somebody in once, within half an hour',
  prepare: (words) => {
    const email = readAddress(readWords(words, { options: {}, least: 1, most: 1 }).positionals[0])
    return async () => {
      const { siteUrl, authSecret: secret } = environment()
      const { link, known } = await makeSignInLink(appDatabase(), operator.label, email, {
        siteUrl,
        secret,
        now: new Date(),
      })
      console.log(link)
      if (!known) console.error('There is no account with this address; using the link makes one.')
      return 0
    }
  },
}

export const readerCommands: Command[] = [status, signInLink]
