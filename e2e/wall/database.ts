/** W52 and W53: the login behind public output, asked in SQL what it may read and what it does read. */
import type { Sql } from 'postgres'
import { z } from 'zod'
import { type Judgement, knock, type Wall } from './matrix.ts'
import { several } from './request.ts'
import { pathsOf } from './routes.ts'
import { onOneConnection } from './sql.ts'
import { states } from './viewers.ts'

/** All that the public login may read. Whatever else is in the database is private. */
const openRelations = [
  'public.article_author',
  'public.article_region',
  'public.article_topic',
  'public.author',
  'public.correction',
  'public.front_container',
  'public.front_pin',
  'public.most_read',
  'public.published_article',
  'public.published_share_card',
  'public.region',
  'public.region_map',
  'public.section',
  'public.topic',
]

const names = z.array(z.object({ name: z.string() }))
const refusal = z.looseObject({ code: z.string() })

async function relations(owner: Sql): Promise<string[]> {
  const rows = await owner`
    select n.nspname || '.' || c.relname as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f')
       and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
     order by 1`
  return names.parse([...rows]).map(({ name }) => name)
}

/** Looks at the database as it would be after these statements, of which nothing remains. */
async function after<T>(statements: string, look: (owner: Sql) => Promise<T>): Promise<T> {
  return onOneConnection(async (owner) => {
    await owner`begin`
    try {
      await owner.unsafe(statements)
      return await look(owner)
    } finally {
      await owner`rollback`
    }
  })
}

/**
 * What the public login was answered when it asked for each relation: a row, or the code of a refusal. With
 * statements it is what it would be answered after them.
 */
export async function whatPublicReads(statements = ''): Promise<{
  readable: string[]
  refused: string[]
  open: string[]
}> {
  return after(statements, async (owner) => {
    const all = await relations(owner)
    await owner`set local role foldline_public`
    const readable: string[] = []
    const refused: string[] = []
    for (const name of all) {
      const [schema = '', table = ''] = name.split('.')
      await owner`savepoint asked`
      try {
        await owner`select * from ${owner(schema)}.${owner(table)} limit 1`
        readable.push(name)
      } catch (error) {
        // 42501: the right is missing. Anything else is no refusal.
        if (refusal.parse(error).code !== '42501') throw error
        refused.push(name)
        await owner`rollback to savepoint asked`
      }
    }
    return { readable, refused, open: openRelations }
  })
}

/** Rights of the public login that are more than reading: on tables, single columns, and as another role. */
export async function rightsBeyondReading(statements = ''): Promise<string[]> {
  return after(statements, async (owner) => {
    const rows = await owner`
      select c.relname || ' ' || p as name
        from pg_class c join pg_namespace n on n.oid = c.relnamespace,
             unnest(array['INSERT', 'UPDATE', 'REFERENCES']) p
       where n.nspname = 'public' and c.relkind in ('r', 'p', 'v')
         and has_any_column_privilege('foldline_public', c.oid, p)
      union all
      select c.relname || ' SELECT of a column'
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind in ('r', 'p', 'v')
         and n.nspname || '.' || c.relname <> all(${openRelations})
         and has_any_column_privilege('foldline_public', c.oid, 'SELECT')
      union all
      select 'is superuser, or passes row security, or makes roles' from pg_roles
       where rolname = 'foldline_public' and (rolsuper or rolbypassrls or rolcreaterole)
      union all
      select 'is a member of ' || roleid::regrole::text from pg_auth_members
       where member = 'foldline_public'::regrole`
    return names.parse([...rows]).map(({ name }) => name)
  })
}

/**
 * Gives the public login the right to read the gated table, and a policy that notes each row it is
 * shown. Counting scans would count subscribers' too; a policy belongs to one role, so what others do
 * at the same time neither disturbs this nor is disturbed by it.
 */
const grant = `
  create schema wall_probe;
  create table wall_probe.seen (at timestamptz not null default now());
  create function wall_probe.note() returns boolean language plpgsql security definer as
    $$ begin insert into wall_probe.seen default values; return true; end $$;
  grant usage on schema wall_probe to foldline_public;
  grant select on article_gated to foldline_public;
  create policy wall_app on article_gated to foldline_app using (true) with check (true);
  create policy wall_public on article_gated for select to foldline_public using (wall_probe.note());
  alter table article_gated enable row level security;`

const revoke = `
  alter table article_gated disable row level security;
  drop policy if exists wall_public on article_gated;
  drop policy if exists wall_app on article_gated;
  revoke all on article_gated from foldline_public;
  drop schema if exists wall_probe cascade;`

/** With the right to read what is gated: whether every public address does without. */
export async function publicWithTheGrant(
  wall: Wall,
  ask = askEverything,
): Promise<{ judged: Judgement[]; seen: number; seenWhenAsked: number }> {
  return onOneConnection(async (owner) => {
    const count = async () => {
      const [row] = await owner`select count(*)::int as seen from wall_probe.seen`
      return z.object({ seen: z.number() }).parse(row).seen
    }
    try {
      await owner.begin(async (tx) => tx.unsafe(grant))
      const judged = await ask(wall)
      const seen = await count()
      await owner`set role foldline_public`
      await owner`select text from article_gated`
      await owner`reset role`
      return { judged, seen, seenWhenAsked: await count() }
    } finally {
      await owner`reset role`
      await owner.begin(async (tx) => tx.unsafe(revoke))
    }
  })
}

async function askEverything(wall: Wall): Promise<Judgement[]> {
  const asked = states.flatMap((state) =>
    pathsOf('site', 'article', 'feed', 'api').map((path) => ({
      viewer: wall.viewers[state],
      path,
    })),
  )
  return several(asked, 4, ({ viewer, path }) =>
    knock(wall, viewer, {
      path,
      check: ({ status }) => (status >= 500 ? [`answered ${status}`] : []),
    }),
  )
}
