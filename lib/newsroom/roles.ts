import type { StaffRole } from '#lib/access/level.ts'

/** What somebody may do in the newsroom. Each has the roles that may; nobody else does. */
const allowed = {
  'enter the newsroom': ['support', 'writer', 'editor', 'admin'],
  'look readers up': ['support', 'admin'],
  'sync readers with Stripe': ['support', 'admin'],
  'give access': ['support', 'admin'],
  'refund payments': ['admin'],
  'settle withdrawals': ['support', 'admin'],
  'keep pictures': ['writer', 'editor', 'admin'],
  'moderate comments': ['editor', 'admin'],
  'send newsletters': ['editor', 'admin'],
  'order the front page': ['editor', 'admin'],
  'watch billing': ['support', 'admin'],
  'replay events': ['admin'],
} as const satisfies Record<string, readonly StaffRole[]>

export type Permission = keyof typeof allowed

/** Whether a role may do this. Nobody without a role may do anything. */
export function may(role: StaffRole | null, permission: Permission): boolean {
  const roles: readonly StaffRole[] = allowed[permission]
  return role !== null && roles.includes(role)
}
