import { cache } from 'react'
import { z } from 'zod'
import type { StaffRole } from '#lib/access/level.ts'
import { readSession } from './next-auth.ts'

/** Somebody who is signed in, and the role they have if they work here. */
export type Reader = {
  id: string
  email: string
  name: string | null
  role: StaffRole | null
}

const shape = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullish(),
  role: z.enum(['support', 'writer', 'editor', 'admin']).nullish(),
})

/**
 * Who sends this request, or null when nobody is signed in. For pages and actions of one person:
 * a page that is cached must not call it, it renders for a reader class.
 */
export const currentReader = cache(async (): Promise<Reader | null> => {
  const session = await readSession()
  const user = shape.safeParse(session?.user)
  if (!user.success) return null
  const { id, email, name, role } = user.data
  return { id, email, name: name ?? null, role: role ?? null }
})
