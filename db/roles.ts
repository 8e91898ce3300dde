import type { Sql } from 'postgres'
import { type DatabaseRole, rolePassword } from './client.ts'

/**
 * What `foldline_public` may read. Everything else is refused by PostgreSQL itself, so a page, feed
 * or search that runs as this role cannot show what stands below a marker, a draft, or a person.
 */
const readableByPublic = [
  'published_article',
  'section',
  'topic',
  'region',
  'author',
  'article_topic',
  'article_region',
  'article_author',
  'correction',
  'front_container',
  'front_pin',
  'most_read',
  'region_map',
  'published_share_card',
] as const

const roles: DatabaseRole[] = ['foldline_public', 'foldline_app']

/**
 * Makes both roles sign in with their derived passwords and gives them exactly their rights on the
 * tables that exist now. Called after each migration; running it twice changes nothing.
 */
export async function grantRoles(owner: Sql, ownerUrl: string): Promise<void> {
  for (const role of roles) await ensureLogin(owner, ownerUrl, role)
  await owner.unsafe(`
    revoke all on schema public from public;
    grant usage on schema public to foldline_public, foldline_app;
    revoke all on all tables in schema public from foldline_public, foldline_app;
    grant select on ${readableByPublic.join(', ')} to foldline_public;
    grant select, insert, update, delete on all tables in schema public to foldline_app;
    grant usage on all sequences in schema public to foldline_app;
    revoke update, delete, truncate on audit_entry, consent from foldline_app;
  `)
}

async function ensureLogin(owner: Sql, ownerUrl: string, role: DatabaseRole): Promise<void> {
  const password = rolePassword(ownerUrl, role)
  const [known] = await owner`select 1 from pg_roles where rolname = ${role}`
  try {
    await owner.unsafe(`${known ? 'alter' : 'create'} role ${role} login password '${password}'`)
  } catch (cause) {
    throw new Error(
      `DATABASE_URL: this login may not ${known ? 'set the password of' : 'create'} the role ${role}. ` +
        `Give it CREATEROLE, or run as a superuser: ${known ? 'alter' : 'create'} role ${role} login password '…'`,
      { cause },
    )
  }
}
