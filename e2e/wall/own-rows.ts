/** W24 and W29–W32: rows that make their own people, and are about what these do and not who they are. */
import { endCallers } from '../support/callers.ts'
import { tryAddressesAndWaysBack } from './addresses.ts'
import { backAfterSignOut } from './back.ts'
import { closeAtOnce } from './closing.ts'
import { tryMagicLinks } from './magic-link.ts'
import type { Judgement, OwnRow, Wall } from './matrix.ts'
import { tryTokens } from './sessions.ts'

/** Ends whoever was signed in for it, however it went. */
const alone =
  (judge: (wall: Wall) => Promise<Judgement[]>): OwnRow['judge'] =>
  async (wall) => {
    try {
      return await judge(wall)
    } finally {
      await endCallers()
    }
  }

export const ownRows: OwnRow[] = [
  {
    number: 'W24',
    title: 'Back after signing out',
    sends: 'a subscriber’s browser, with its cache of pages to go back to, after the sign-out',
    judge: backAfterSignOut,
  },
  {
    number: 'W29',
    title: 'session tokens',
    sends:
      'tokens that expired, were signed out here and everywhere, of a deleted reader, of two at once, in other headers; what the database holds of them, and forgeries',
    judge: alone(tryTokens),
  },
  {
    number: 'W30',
    title: 'ended by staff',
    sends:
      'everything in two places, before and right after access is given and taken back, and a payment is given back; what a browser asks that has the page already',
    judge: alone(closeAtOnce),
  },
  {
    number: 'W31',
    title: 'ways back and addresses',
    sends:
      'ways back to another host, in the address and in the form; pairs of addresses, look-alikes, case, plus and dots; a mail asked for under another name of the site',
    judge: alone(tryAddressesAndWaysBack),
  },
  {
    number: 'W32',
    title: 'the link of a mail',
    sends:
      'a link opened by scanners, clicked by two at once, again, too late, after its code was used and after five wrong codes',
    judge: alone(tryMagicLinks),
  },
]
