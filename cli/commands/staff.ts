import { addStaff, listStaff, staffRoles } from '#lib/newsroom/staff.ts'
import { appDatabase } from '#lib/runtime.ts'
import { oneLine } from '../plain-console.ts'
import { operator, readAddress } from './address.ts'
import { type Command, readWords, UsageError } from './command.ts'

const add: Command = {
  name: ['staff', 'add'],
  usage: 'staff add EMAIL ROLE [--name NAME]',
  summary: `gives somebody a role: ${staffRoles.join(', ')}`,
  prepare: (words) => {
    const { values, positionals } = readWords(words, {
      options: { name: { type: 'string' } },
      least: 2,
      most: 2,
    })
    const email = readAddress(positionals[0])
    const role = staffRoles.find((one) => one === positionals[1])
    if (!role)
      throw new UsageError(`"${positionals[1]}" is no role. Roles are ${staffRoles.join(', ')}.`)
    return async () => {
      await addStaff(appDatabase(), operator.label, { email, name: values.name ?? null, role })
      console.log(
        `${email} works in the newsroom now, as ${role}. They sign in with their address.`,
      )
      return 0
    }
  },
}

const list: Command = {
  name: ['staff', 'list'],
  usage: 'staff list [--json]',
  summary: 'shows who works here',
  prepare: (words) => {
    const { values } = readWords(words, {
      options: { json: { type: 'boolean' } },
      least: 0,
      most: 0,
    })
    return async () => {
      const staff = await listStaff(appDatabase())
      if (values.json) console.log(JSON.stringify(staff, null, 2))
      else for (const { email, role } of staff) console.log(oneLine(`${role.padEnd(8)} ${email}`))
      return 0
    }
  },
}

export const staffCommands: Command[] = [add, list]
