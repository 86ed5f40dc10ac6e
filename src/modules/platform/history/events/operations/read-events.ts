import "server-only";
import { timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { EventSubject } from "@/server/emitted-event";
import { type EventRow, maxCounted } from "./entries";
import { firstIdAt, timeOfId } from "./walks";

export interface TimelinePage {
  /** The timeline's record, and in a family those below it. */
  entity: string;
  ids: readonly string[];
  /** Records whose own events it tells too, but not those that they are a parent of. */
  others: readonly EventSubject[];
  /** Only events of the record itself, not those that it was a parent of. */
  own: boolean;
  /** Only events of these names; null is all. */
  names: readonly string[] | null;
  /** Only what this member did. */
  memberId: string | null;
  /** Only events with one of these keys among their changed values. */
  keys: readonly string[] | null;
  /** Only events after this one, going back in time. */
  cursor: string | null;
  take: number;
}

/**
 * The events of the records, and those of others that they were a parent of, newest first. A batch is represented by
 * its newest event, wherever a page begins. Walks the index per record.
 */
export async function eventsOf(ctx: Ctx, page: TimelinePage): Promise<EventRow[]> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const { cursor, take } = page;
  const ofRecord = Prisma.sql`tenant_id = ${tenant} and entity = wanted.entity and entity_id = wanted.id`;
  const eventsThere = Prisma.sql`(
    select id as event_id, batch_key from events where ${ofRecord}
    union all
    select event_id, batch_key from event_subjects where ${ofRecord} and wanted.also)`;
  const before = cursor === null ? Prisma.empty : Prisma.sql`and s.event_id < ${cursor}::uuid`;
  const conditions = conditionsOf(page);
  const filtered =
    conditions.length > 0
      ? Prisma.sql`join events n on n.tenant_id = ${tenant} and n.id = s.event_id and ${Prisma.join(conditions, " and ")}`
      : Prisma.empty;
  return await tenantSql<EventRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with wanted as (
        select ${page.entity}::text as entity, unnest(${[...page.ids]}::uuid[]) as id, ${!page.own} as also
        union all
        select entity, id, false from ${setOf(page.others)}
      ),
      single as (
        select distinct near.event_id, null::text as batch_key
        from wanted cross join lateral (
          select s.event_id from ${eventsThere} s ${filtered}
          where s.batch_key = '' ${before}
          order by s.event_id desc limit ${take}
        ) near
      ),
      batches as (
        select distinct on (head.batch_key) head.event_id, head.batch_key
        from wanted cross join lateral (
          select distinct on (s.batch_key) s.batch_key, s.event_id from ${eventsThere} s
          where s.batch_key > ''
          order by s.batch_key desc, s.event_id desc
        ) head
        order by head.batch_key, head.event_id desc
      ),
      page as (
        select event_id, batch_key from single
        union all
        select s.event_id, s.batch_key from batches s ${filtered}
        where true ${before}
        order by event_id desc limit ${take}
      )
      select ${eventColumns}
      from page
      join events e on e.tenant_id = ${tenant} and e.id = page.event_id
      left join members m on m.tenant_id = e.tenant_id and m.id = e.actor_member_id
      order by e.id desc`,
  );
}

/** The conditions of a page on an event `n`. */
function conditionsOf({ names, memberId, keys }: TimelinePage): Prisma.Sql[] {
  return [
    ...(names ? [Prisma.sql`n.name = any(${[...names]}::text[])`] : []),
    ...(memberId ? [Prisma.sql`n.actor_member_id = ${memberId}::uuid`] : []),
    ...(keys
      ? [
          Prisma.sql`(jsonb_exists_any(n.before, ${[...keys]}::text[]) or jsonb_exists_any(n.after, ${[...keys]}::text[]))`,
        ]
      : []),
  ];
}

/**
 * The time of an event so many events after a time, or null where fewer follow. A batch is not counted.
 */
export async function timeAfter(
  ctx: Ctx,
  { page, time, count }: { page: Omit<TimelinePage, "cursor" | "take" | "own">; time: Date; count: number },
): Promise<Date | null> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const ofRecord = Prisma.sql`tenant_id = ${tenant} and entity = wanted.entity and entity_id = wanted.id and batch_key = ''`;
  const from = Prisma.sql`${firstIdAt(new Date(time.getTime() + 1))}::uuid`;
  const [found] = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with wanted as (
        select ${page.entity}::text as entity, unnest(${[...page.ids]}::uuid[]) as id, true as also
        union all
        select entity, id, false from ${setOf(page.others)}
      )
      select distinct near.event_id as id
      from wanted cross join lateral (
        select s.event_id from (
          select id as event_id from events where ${ofRecord} and id >= ${from}
          union all
          select event_id from event_subjects where ${ofRecord} and wanted.also and event_id >= ${from}) s
        order by s.event_id limit ${count}
      ) near
      order by id offset ${count - 1} limit 1`,
  );
  return found ? timeOfId(found.id) : null;
}

/**
 * Events of all records of some objects, newest first, each batch once. Only for objects with few events: all are
 * read.
 */
export async function eventsOfObjects(
  ctx: Ctx,
  { entities, cursor, take }: { entities: readonly string[]; cursor: string | null; take: number },
): Promise<EventRow[]> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  // Sign-ins and uses of keys are of these objects too, and many: no timeline tells them.
  const names = entities.flatMap((entity) => Object.keys(timelineOf(entity)?.catalog.timeline ?? {}));
  const before = cursor === null ? Prisma.empty : Prisma.sql`where page.id < ${cursor}::uuid`;
  return await tenantSql<EventRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select ${eventColumns}
      from (
        select distinct on (coalesce(batch.key, o.id::text)) o.id, batch.key as batch_key
        from events o cross join lateral (select nullif(o.batch_key, '') as key) batch
        where o.tenant_id = ${tenant} and o.name = any(${names}::text[])
        order by coalesce(batch.key, o.id::text), o.id desc
      ) page
      join events e on e.tenant_id = ${tenant} and e.id = page.id
      left join members m on m.tenant_id = e.tenant_id and m.id = e.actor_member_id
      ${before}
      order by e.id desc limit ${take}`,
  );
}

/**
 * Everything that happened in a support session, oldest first: its life, each page at its first opening, changes and
 * refused acts. `staffId` finds the acts by their index.
 */
export async function eventsOfSupport(
  ctx: Ctx,
  { staffId, sessionId, cursor, take }: { staffId: string; sessionId: string; cursor: string | null; take: number },
): Promise<EventRow[]> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const own = Prisma.sql`tenant_id = ${tenant} and entity = 'supportSession' and entity_id = ${sessionId}::uuid`;
  const after = cursor === null ? Prisma.empty : Prisma.sql`where id > ${cursor}::uuid`;
  return await tenantSql<EventRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with opened as (
        select distinct on (data->>'subject', data->>'recordId', data->>'page') id from events
        where ${own} and name = 'supportSession.opened'
        order by data->>'subject', data->>'recordId', data->>'page', id
      ),
      acts as (
        select id from opened
        union all
        select id from events where ${own} and name not in ('supportSession.opened', 'supportSession.read')
        union all
        select id from events
        where tenant_id = ${tenant} and impersonator_id = ${staffId}::uuid and actor->>'sessionId' = ${sessionId}
          and entity <> 'supportSession'
      )
      select ${eventColumns}
      from (select id, null::text as batch_key from acts ${after} order by id limit ${take}) page
      join events e on e.tenant_id = ${tenant} and e.id = page.id
      left join members m on m.tenant_id = e.tenant_id and m.id = e.actor_member_id
      order by e.id`,
  );
}

export const eventColumns = Prisma.sql`
  e.id, e.name, e.entity, e.entity_id as "entityId", e.entity_version as "entityVersion", e.actor, m.id as "memberId", m.name as "memberName",
  e.before, e.after, e.data, e.batch_id as "batchId", page.batch_key as "batchKey", e.at`;

const setOf = (records: readonly EventSubject[]) => Prisma.sql`
  unnest(${records.map(({ entity }) => entity)}::text[], ${records.map(({ id }) => id)}::uuid[]) as other(entity, id)`;

/** The subjects of events: some records, all records of some objects, or everything. */
export type Subjects = Pick<TimelinePage, "entity" | "ids" | "others"> | { entities: readonly string[] } | "everything";

type Batch = Pick<EventRow, "batchKey" | "batchId" | "name">;

/** The records of each batch among the events of these subjects, oldest first, at most one more than `countedOf`. */
export async function recordsOfBatches(
  ctx: Ctx,
  subjects: Subjects,
  events: readonly Batch[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const batches = events.filter(({ batchKey }) => batchKey !== null);
  if (batches.length === 0) return found;
  if (subjects === "everything") return await recordsOfWholeBatches(ctx, batches);
  const keys = batches.map(({ batchKey }) => batchKey);
  const ofThese = Prisma.sql`tenant_id = ${ctx.tenant.id}::uuid and ${isOneOf(subjects)} and batch_key = batch.key`;
  const rows = await tenantSql<{ key: string; id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select batch.key, one.id
      from unnest(${keys}::text[]) as batch(key) cross join lateral (
        select entity_id as id from events where ${ofThese}
        union
        ${ofOthers(ctx, subjects)}
        select e.entity_id
        from (select tenant_id, event_id from event_subjects where ${ofThese}) s
        join events e on e.tenant_id = s.tenant_id and e.id = s.event_id
        order by id limit ${maxCounted + 1}
      ) one`,
  );
  for (const { key, id } of rows) found.set(key, [...(found.get(key) ?? []), id]);
  return found;
}

/** The same of all records: a batch is found by its id. */
async function recordsOfWholeBatches(ctx: Ctx, batches: readonly Batch[]): Promise<Map<string, string[]>> {
  const rows = await tenantSql<{ key: string; ids: string[] }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select batch.key, array(
        select distinct near.entity_id from (
          select entity_id from events
          where tenant_id = ${ctx.tenant.id}::uuid and batch_id = batch.id and name = batch.name and batch_key = batch.key
          order by id limit ${countedOf("everything", batches.length) + 1}
        ) near order by near.entity_id
      ) as ids
      from unnest(
        ${batches.map(({ batchKey }) => batchKey)}::text[],
        ${batches.map(({ batchId }) => batchId)}::uuid[],
        ${batches.map(({ name }) => name)}::text[]
      ) as batch(key, id, name)`,
  );
  return new Map(rows.map(({ key, ids }) => [key, ids]));
}

/** The most records that are counted of each batch: all batches of everything share the number of one. */
export const countedOf = (subjects: Subjects, batches: number): number =>
  subjects === "everything" ? Math.max(200, Math.floor(maxCounted / Math.max(1, batches))) : maxCounted;

function ofOthers(ctx: Ctx, subjects: SomeSubjects): Prisma.Sql {
  if ("entities" in subjects || subjects.others.length === 0) return Prisma.empty;
  return Prisma.sql`
    select e.entity_id from ${setOf(subjects.others)} join events e on e.tenant_id = ${ctx.tenant.id}::uuid
      and e.entity = other.entity and e.entity_id = other.id and e.batch_key = batch.key
    union`;
}

type SomeSubjects = Exclude<Subjects, "everything">;

function isOneOf(subjects: SomeSubjects): Prisma.Sql {
  if ("entities" in subjects) return Prisma.sql`entity = any(${[...subjects.entities]}::text[])`;
  return Prisma.sql`entity = ${subjects.entity} and entity_id = any(${[...subjects.ids]}::uuid[])`;
}
