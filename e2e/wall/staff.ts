/** The staff of the wall: one of each role, without a browser. */
import type { Browser } from '@playwright/test'
import { staffBrowser } from '../support/staff.ts'
import { type Viewer, viewerOf } from './viewers.ts'

export const staffRoles = ['support', 'writer', 'editor', 'admin'] as const
export type StaffRole = (typeof staffRoles)[number]

/** Somebody who works here. To the wall they are a reader who pays for nothing. */
export type StaffViewer = { role: StaffRole; email: string; viewer: Viewer }

/** Somebody of each role. */
export async function staffViewers(browser: Browser): Promise<StaffViewer[]> {
  return Promise.all(
    staffRoles.map(async (role) => {
      const { context, email } = await staffBrowser(browser, role)
      return { role, email, viewer: await viewerOf('reader', context) }
    }),
  )
}
