import { type APIRequestContext, type Browser, type BrowserContext } from '@playwright/test'
import { withOwner } from '../wall/sql.ts'
import { signedInCaller } from './callers.ts'
import { signedIn, somebody } from './people.ts'

type Role = 'support' | 'writer' | 'editor' | 'admin'

/**
 * A browser in which somebody of the staff is signed in, whom nobody else signs in as: of two who ask for
 * a code for one address at the same time, one is told that theirs is not the newest.
 */
export async function staffBrowser(
  browser: Browser,
  role: Role,
): Promise<{ context: BrowserContext; email: string }> {
  const email = somebody(role)
  const context = await signedIn(browser, email)
  await employ(email, role)
  return { context, email }
}

/** The same without a browser. */
export async function staffCaller(role: Role): Promise<APIRequestContext> {
  const email = somebody(role)
  const caller = await signedInCaller(email)
  await employ(email, role)
  return caller
}

/** Counts from the next request on; `newsroom.spec.ts` shows how a person does it. */
export async function employ(email: string, role: Role): Promise<void> {
  await withOwner(
    (owner) => owner`
      insert into staff_member (reader_id, role) select id, ${role} from reader where email = ${email}`,
  )
}
