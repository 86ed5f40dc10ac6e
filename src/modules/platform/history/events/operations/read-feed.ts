import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { EventRow } from "./entries";
import type { EventsRead } from "./event-pages";
import { eventColumns } from "./read-events";

interface FeedPage {
  /** Only what these members did; null is everyone. */
  members: readonly string[] | null;
  names: readonly string[];
  /** The names leave out many events. */
  narrow: boolean;
  /** Only events after this one, going back in time. */
  cursor: string | null;
  take: number;
}

/** So many members, or names of events, are read each along its own part of an index; more are filtered. */
const mostParts = 50;

/** So many events are read to find one that the feed has: of a batch it has the newest alone. */
const readForEach = 4;

/**
 * Events of all records, newest first, each batch once. Walks one index from the cursor, for a fixed number of events;
 * conditions that the index does not answer are checked on those, so fewer may be found.
 */
export async function readFeed(ctx: Ctx, page: FeedPage): Promise<EventsRead> {
  const { members, names, take } = page;
  if (members?.length === 0 || names.length === 0) return { events: [], end: null };
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const walked = take * readForEach;
  const ofMembers = members ? Prisma.sql`and n.actor_member_id = any(${[...members]}::uuid[])` : Prisma.empty;
  const found = await tenantSql<EventRow & { walkedId: string | null; walkedAt: Date | null }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with near as materialized (${walkOf(tenant, page, walked)}),
      page as (
        select n.id, nullif(n.batch_key, '') as batch_key from near n
        where n.name = any(${[...names]}::text[]) ${ofMembers}
          and (n.batch_key = '' or not exists (
            select from events l where l.tenant_id = ${tenant} and l.batch_id = n.batch_id and l.name = n.name
              and l.batch_key = n.batch_key and l.id > n.id))
        order by n.id desc limit ${take}
      ),
      walked as (select id, at from near order by id desc offset ${walked - 1} limit 1),
      shown as (
        select ${eventColumns}
        from page
        join events e on e.tenant_id = ${tenant} and e.id = page.id
        left join members m on m.tenant_id = e.tenant_id and m.id = e.actor_member_id
      )
      select shown.*, walked.id as "walkedId", walked.at as "walkedAt"
      from shown full join walked on true
      order by shown.id desc`,
  );
  // Where nothing is shown, one row says how far the walk came.
  const events = found.filter(({ id }) => id !== null);
  const [first] = found;
  const walkedTo = first?.walkedId && first.walkedAt ? { id: first.walkedId, at: first.walkedAt } : null;
  return { events, end: events.length === take ? (events.at(-1) ?? null) : walkedTo };
}

/** The newest events after the cursor along an index: by member, by name, or of the whole workspace. */
function walkOf(tenant: Prisma.Sql, { members, names, narrow, cursor }: FeedPage, walked: number): Prisma.Sql {
  const before = cursor === null ? Prisma.empty : Prisma.sql`and e.id < ${cursor}::uuid`;
  const newest = (more: Prisma.Sql) => Prisma.sql`
    select e.id, e.name, e.batch_id, e.batch_key, e.actor_member_id, e.at from events e
    where e.tenant_id = ${tenant} ${before} ${more} order by e.id desc limit ${walked}`;
  const ofEach = (parts: Prisma.Sql, condition: Prisma.Sql) => Prisma.sql`
    select part.* from ${parts} as wanted(one) cross join lateral (${newest(condition)}) part
    order by part.id desc limit ${walked}`;
  if (members && members.length <= mostParts)
    return ofEach(Prisma.sql`unnest(${[...members]}::uuid[])`, Prisma.sql`and e.actor_member_id = wanted.one`);
  if (narrow && names.length <= mostParts)
    return ofEach(Prisma.sql`unnest(${[...names]}::text[])`, Prisma.sql`and e.name = wanted.one`);
  return newest(Prisma.empty);
}
