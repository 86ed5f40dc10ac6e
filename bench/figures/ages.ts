import { type Figure, judge, median } from "../figure";
import { ask } from "../load/ask";
import type { Stage } from "../stage";

const EVENTS = 10_000_000;
const MONTHS = 24;
const CALLS = 40;

const reads: Record<string, { procedure: string; input: (recordId: string) => object }> = {
  "timeline of a record": { procedure: "events.timeline", input: (id) => ({ entity: "account", id }) },
  "audit log": { procedure: "audit.list", input: () => ({}) },
  "audit log of one record": { procedure: "audit.list", input: (id) => ({ entity: "account", recordId: id }) },
  "audit log by keys": { procedure: "audit.list", input: () => ({ via: "api" }) },
};

/**
 * Timelines and the audit log of a workspace with ten million events of two years (500 of each account), compared with the
 * same calls before those events were there. The database of the run is large from then on: this is its last figure.
 */
export async function ageFigures(stage: Stage): Promise<Figure[]> {
  const { rows } = await stage.superuser.query<{ id: string }>(
    "select id from accounts where tenant_id = $1 order by id limit $2",
    [stage.person.tenantId, CALLS],
  );
  const ids = rows.map(({ id }) => id);
  const before = await measured(stage, ids);
  await age(stage);
  const after = await measured(stage, ids);
  return Object.keys(reads).map((name) =>
    judge({
      id: "ages",
      name: `${name}, with ${EVENTS.toLocaleString("en-US")} events of ${MONTHS} months`,
      value: after[name] ?? Number.NaN,
      unit: "ms",
      baseline: before[name] ?? Number.NaN,
      note: `median of ${CALLS} calls by tRPC, baseline: the same calls before those events`,
      bar: { of: "ratio", is: "at most", must: 3, stretch: 1.5 },
    }),
  );
}

async function measured(stage: Stage, ids: readonly string[]): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [name, { procedure, input }] of Object.entries(reads)) {
    const times: number[] = [];
    for (const id of [...ids.slice(0, 5), ...ids]) {
      const began = performance.now();
      await ask(stage, procedure, input(id));
      times.push(performance.now() - began);
    }
    // The first calls warm it up.
    found[name] = median(times.slice(5));
  }
  return found;
}

/** Writes events of two years for the accounts of the workspace, into partitions that are made for them. */
async function age({ superuser, person, say }: Stage): Promise<void> {
  await superuser.query("set session_replication_role = replica; set synchronous_commit = off");
  await superuser.query(
    `select make_partitions(m, 'quarter') from generate_series(now() - interval '${MONTHS} months', now(), interval '3 months') m`,
  );
  const perMonth = Math.ceil(EVENTS / MONTHS);
  for (let month = 1; month <= MONTHS; month++) {
    await superuser.query(
      `with firm as (select array_agg(id order by id) as ids from accounts where tenant_id = $1),
       seat as (select array_agg(id order by id) as ids from members where tenant_id = $1)
       insert into events (id, tenant_id, name, entity, entity_id, entity_version, actor, actor_member_id, data, request_id, at)
       select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid,
         $1, 'account.updated', 'account', firm.ids[1 + n % array_length(firm.ids, 1)], n % 100,
         json_build_object('type', case when n % 10 = 0 then 'apiKey' else 'user' end),
         seat.ids[1 + n % array_length(seat.ids, 1)], '{}', 'bench', moment
       from firm, seat, generate_series(1, $2::int) n
       cross join lateral (select md5($3::text || n) as hash,
         now() - $3::int * interval '1 month' + n * (interval '30 days' / $2::int) as moment) made`,
      [person.tenantId, perMonth, month],
    );
    if (month % 6 === 0) say(`${(month * perMonth).toLocaleString("en-US")} events written`);
  }
  await superuser.query("set session_replication_role = origin");
  await superuser.query("vacuum analyze events");
}
