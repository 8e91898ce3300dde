import type { StaffRole } from '#lib/access/level.ts'
import { may, type Permission } from '#lib/newsroom/roles.ts'

/** A room of the newsroom: what it takes to enter, where it is, what it is called, and what is done there. */
type Room = { permission: Permission; href: string; name: string; about: string }

const rooms: Room[] = [
  {
    permission: 'order the front page',
    href: '/newsroom/front',
    name: 'Front page',
    about: 'What stands where and why, in which order, and what is pinned until when.',
  },
  {
    permission: 'look readers up',
    href: '/newsroom/readers',
    name: 'Readers',
    about: 'Find somebody, see whether they may read and why, and everything that happened.',
  },
  {
    permission: 'moderate comments',
    href: '/newsroom/comments',
    name: 'Comments',
    about: 'What waits for a look, what readers reported, and who may not write for a while.',
  },
  {
    permission: 'send newsletters',
    href: '/newsroom/newsletters',
    name: 'Newsletters',
    about: 'How many receive them, what was sent, and what the next issue looks like.',
  },
  {
    permission: 'watch billing',
    href: '/newsroom/billing',
    name: 'Billing',
    about: 'What went wrong between this site and Stripe, and events to be processed again.',
  },
  {
    permission: 'keep pictures',
    href: '/newsroom/pictures',
    name: 'Pictures',
    about:
      'Add one from a file or an address, see where each is shown, and how an article names it.',
  },
]

/** The rooms that somebody of this role may enter, in the order in which they are shown. */
export function roomsFor(role: StaffRole | null): Room[] {
  return rooms.filter(({ permission }) => may(role, permission))
}
