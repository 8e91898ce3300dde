/** Leaks of the newsroom, for W51. */
import { endCallers } from '../support/callers.ts'
import { makeVictim } from '../support/victim.ts'
import { type Bite, type OwnBite, tryLeaking, when } from './bite.ts'
import { askedHeader } from './leaky.ts'
import { tryStaff } from './staff-tries.ts'
import { staffViewers } from './staff.ts'

export const newsroomBites: OwnBite[] = [
  {
    row: 'W51',
    how: 'a page and an action of the newsroom ask for a session, and not whose it is',
    whom: 'a reader, and staff of another role',
    finds: /no staff: .*shows [\s\S]*writer: .*answered 200, not 403[\s\S]*changed something/,
    attempt: async (tools) => {
      const { wall, browser } = tools
      const [staff, victim] = await Promise.all([staffViewers(browser), makeVictim()])
      const admin = staff.find(({ role }) => role === 'admin')?.viewer.cookie
      if (!admin) throw new Error('Nobody is an admin.')
      const part = { pages: ['/newsroom/readers/[id]'], actions: ['giveReaderAccess'] }
      const asAdmin: Bite['leak'] =
        () =>
        async ({ asked, ask }) => {
          if (askedHeader(asked, 'Cookie') === '') return null
          const others = asked.headers.filter(([name]) => name.toLowerCase() !== 'cookie')
          return ask({ headers: [...others, ['Cookie', `${admin.name}=${admin.value}`]] })
        }
      const bitten = await tryLeaking(
        tools,
        when(({ path: one }) => one.startsWith('/newsroom/'), asAdmin),
        () => tryStaff(wall, staff, victim, part),
      )
      await endCallers()
      return bitten
    },
  },
]
