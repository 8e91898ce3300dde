import { forbidden, redirect } from 'next/navigation'
import type { StaffRole } from '#lib/access/level.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { may, type Permission } from '#lib/newsroom/roles.ts'

/** A member of staff who may do what they came for. `actor` is how the audit log names them. */
export type Staff = {
  role: StaffRole
  email: string
  actor: { id: string; label: string }
}

/**
 * The member of staff who sends this request. Somebody who is not signed in is led to sign in and
 * back to `path`; somebody who may not do this gets a 403. Each page and each action calls it itself.
 */
export async function requireStaff(permission: Permission, path: string): Promise<Staff> {
  const reader = await currentReader()
  if (!reader) redirect(`/sign-in?${new URLSearchParams({ to: path })}`)
  if (reader.role === null || !may(reader.role, permission)) forbidden()
  const { id, email, role } = reader
  return { role, email, actor: { id, label: `${email} (${role})` } }
}
