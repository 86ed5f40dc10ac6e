import { type Figure, judge, median } from "../figure";
import type { Stage } from "../stage";
import { callerIn } from "./hot-shapes";

const ENTRIES = 10_000;
const PAGE = 30;
const DEEP = 100;

/**
 * P30: the timeline of a record with 10,000 entries, half of them events and half activities, its first page and page 100,
 * in this process with the app's own code, compared with statements of the same shape: a page of each by keyset, the names
 * in them, and the record.
 */
export async function timelineFigures(stage: Stage, calls = 100): Promise<Figure[]> {
  const id = await timelineRecord(stage);
  await fillTimeline(stage, id);
  const api = await callerIn(stage);
  const page = async (cursor: string | null) =>
    await api.events.timeline({ entity: "account", id, limit: PAGE, ...(cursor ? { cursor } : {}) });
  let cursor: string | null = null;
  for (let nth = 1; nth < DEEP; nth++) ({ nextCursor: cursor } = await page(cursor));
  if (!cursor) throw new Error(`The timeline has fewer than ${DEEP} pages.`);
  const deepest = cursor;
  const pages = {
    first: () => page(null),
    deep: () => page(deepest),
    rawFirst: () => rawPage(stage, id, 0),
    rawDeep: () => rawPage(stage, id, (DEEP - 1) * PAGE),
  };
  const times = await inTurns(pages, calls);
  const bar = { of: "ratio", is: "at most", must: 3, stretch: 2 } as const;
  const common = {
    id: "P30",
    unit: "ms",
    note: `median of ${calls} calls in turns, ${ENTRIES} entries of one record, half of them activities`,
  };
  return [
    judge({ ...common, bar, name: "first page, against SQL", value: times.first, baseline: times.rawFirst }),
    judge({ ...common, bar, name: `page ${DEEP}, against SQL`, value: times.deep, baseline: times.rawDeep }),
    judge({
      ...common,
      name: `page ${DEEP}, against the first page`,
      value: times.deep,
      baseline: times.first,
      bar: { of: "ratio", is: "at most", must: 1.3, stretch: 1.1 },
    }),
  ];
}

/** The account whose timeline is measured. */
export async function timelineRecord({ superuser, person }: Stage): Promise<string> {
  const { rows } = await superuser.query<{ id: string }>(
    "select id from accounts where tenant_id = $1 order by id desc limit 1",
    [person.tenantId],
  );
  if (!rows[0]) throw new Error("The data has no account.");
  return rows[0].id;
}

/** The median milliseconds of each page, read one after the other. */
async function inTurns<Name extends string>(
  pages: Record<Name, () => Promise<unknown>>,
  times: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(pages) as Name[];
  const taken = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let turn = -10; turn < times; turn++)
    for (const name of names) {
      const began = performance.now();
      await pages[name]();
      // The first ones plan and warm up.
      if (turn >= 0) taken.get(name)?.push(performance.now() - began);
    }
  return Object.fromEntries(names.map((name) => [name, median(taken.get(name) ?? [])])) as Record<Name, number>;
}

interface Start {
  id: string;
  at: Date;
}
const starts = new Map<number, Start>();

/** The statements that a page needs at least, prepared, in a transaction; `skip` entries lie before it. */
async function rawPage({ superuser, person }: Stage, id: string, skip: number): Promise<unknown> {
  const from = starts.get(skip) ?? (await startAt(superuser, person.tenantId, { id, skip }));
  starts.set(skip, from);
  await superuser.query("begin");
  const record = await superuser.query({
    name: "bench-record",
    text: "select id, name, owner_id from accounts where tenant_id = $1 and id = $2",
    values: [person.tenantId, id],
  });
  const events = await superuser.query({
    name: "bench-events",
    text: `select e.*, m.name as member from (
        select id from events where tenant_id = $1 and entity = 'account' and entity_id = $2 and batch_key = '' and id <= $3
        union all
        select event_id from event_subjects where tenant_id = $1 and entity = 'account' and entity_id = $2 and batch_key = '' and event_id <= $3
        order by id desc limit ${PAGE + 1}) page
      join events e on e.tenant_id = $1 and e.id = page.id
      left join members m on m.tenant_id = $1 and m.id = e.actor_member_id
      order by e.id desc`,
    values: [person.tenantId, id, from.id],
  });
  const activities = await superuser.query({
    name: "bench-activities",
    text: `select a.*, m.name as member from (
        select a.* from record_links l join activities a on a.tenant_id = $1 and a.id = l.from_id
        where l.tenant_id = $1 and l.to_id = $2 and l.from_entity = 'activity' and a.archived_at is null
          and a.status in ('completed', 'cancelled', 'no_show') and a.at <= $3
        order by a.at desc, a.id desc limit ${PAGE + 1}) a
      left join members m on m.tenant_id = $1 and m.id = a.owner_id
      order by a.at desc, a.id desc`,
    values: [person.tenantId, id, from.at],
  });
  const names = await superuser.query({
    name: "bench-names",
    text: "select id, name from accounts where tenant_id = $1 and id = any($2)",
    values: [person.tenantId, [...new Set(events.rows.map((row) => row.entity_id))]],
  });
  await superuser.query("commit");
  return JSON.stringify([record.rows, events.rows, activities.rows, names.rows]);
}

async function startAt(
  superuser: Stage["superuser"],
  tenantId: string,
  { id, skip }: { id: string; skip: number },
): Promise<Start> {
  const { rows } = await superuser.query<Start>(
    "select id, at from events where tenant_id = $1 and entity = 'account' and entity_id = $2 order by id desc offset $3 limit 1",
    [tenantId, id, skip / 2],
  );
  if (!rows[0]) throw new Error(`The record has fewer than ${skip} entries.`);
  return rows[0];
}

/**
 * Edits of one record and activities linked to it, in turns an hour apart, by the members in turns; written once for a
 * database.
 */
export async function fillTimeline({ superuser, person }: Stage, id: string): Promise<void> {
  const { rows } = await superuser.query<{ count: number }>(
    "select count(*)::int from events where tenant_id = $1 and entity = 'account' and entity_id = $2",
    [person.tenantId, id],
  );
  if ((rows[0]?.count ?? 0) >= ENTRIES / 2) return;
  await superuser.query(
    `select make_partitions(m, 'quarter') from generate_series(now() - interval '18 months', now(), interval '3 months') m`,
  );
  const values = [person.tenantId, id, ENTRIES];
  await superuser.query(
    `with seat as (select array_agg(id order by id) as ids from members where tenant_id = $1)
     insert into events (id, tenant_id, name, entity, entity_id, entity_version, actor, actor_member_id, before, after, data, request_id, at)
     select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid,
       $1, 'account.updated', 'account', $2, n, '{"type":"user"}', seat.ids[1 + n % array_length(seat.ids, 1)],
       json_build_object('employees', n - 1), json_build_object('employees', n), '{}', 'bench', moment
     from seat, generate_series(1, $3::int, 2) n
     cross join lateral (select md5('timeline' || n) as hash, now() - ($3::int - n) * interval '1 hour' as moment) made`,
    values,
  );
  await superuser.query(
    `with seat as (select array_agg(id order by id) as ids from members where tenant_id = $1),
     made as (
       insert into activities (id, tenant_id, name, name_key, kind, status, starts_at, completed_at, at, owner_id, creator_id, updated_at)
       select uuidv7(), $1, 'Call ' || n, 'call ' || n, 'call', 'completed', moment, moment, moment, owner, owner, now()
       from seat, generate_series(2, $3::int, 2) n
       cross join lateral (
         select now() - ($3::int - n) * interval '1 hour' as moment, seat.ids[1 + n % array_length(seat.ids, 1)] as owner) m
       returning id
     )
     insert into record_links (id, tenant_id, from_entity, from_id, field, position, to_entity, to_id)
     select uuidv7(), $1, 'activity', id, 'about', 0, 'account', $2 from made`,
    values,
  );
  await superuser.query("analyze events, activities, record_links");
}
