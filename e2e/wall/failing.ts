/** W22: an article whose text cannot be read, because the database breaks off with that very text. */
import { failingFixture } from './fixtures.ts'
import { type Judgement, knock, type Wall } from './matrix.ts'
import { previewOf } from './page.ts'
import { publish } from './publish.ts'
import { type Answer, send } from './request.ts'
import { withOwner } from './sql.ts'

/** For one row alone the database says, as its error, what stands in it. Everybody else reads as before. */
const breakOff = `
  create schema wall_fault;
  create function wall_fault.tell(html text) returns boolean language plpgsql as
    $$ begin raise exception '%', html using detail = html, hint = html; end $$;
  grant usage on schema wall_fault to foldline_app;
  create policy wall_fault on article_gated to foldline_app using (
    article_id <> (select id from article where slug = 'wall-failing') or wall_fault.tell(html)
  ) with check (true);
  alter table article_gated enable row level security;`

const repair = `
  alter table article_gated disable row level security;
  drop policy if exists wall_fault on article_gated;
  drop schema if exists wall_fault cascade;`

const isFault = ({ status }: Answer) => (status === 500 ? [] : [`answered ${status}`])

/** Everybody asks while it fails and once more when it does not: nobody is told, and nothing of it stays. */
export async function failing(wall: Wall): Promise<Judgement[]> {
  const article = failingFixture(wall.mark, 'subscriber')
  const { path } = article
  const { anonymous, reader, subscriber, lapsed } = wall.viewers
  const judged: Judgement[] = []
  await publish([article])
  wall.previews.set(path, previewOf((await send({ path }, wall.agent)).body.toString()))
  try {
    await withOwner((owner) => owner.begin((tx) => tx.unsafe(breakOff)))
    for (const probe of [{ path }, { path: `${path}?x` }, { path, method: 'HEAD' }])
      judged.push(await knock(wall, subscriber, { ...probe, expect: 'public', check: isFault }))
    for (const viewer of [anonymous, reader, lapsed])
      judged.push(await knock(wall, viewer, { article, path, expect: 'page' }))
  } finally {
    await withOwner((owner) => owner.begin((tx) => tx.unsafe(repair)))
  }
  for (const viewer of [subscriber, anonymous, reader, lapsed])
    judged.push(await knock(wall, viewer, { article, path, expect: 'page' }))
  await publish([failingFixture(wall.mark, 'withdrawn')])
  return judged
}
