import "server-only";
import { platformQuery, platformTransaction } from "../db/client.ts";
import type { OutboxEvent } from "./consumers.ts";

/** Lease of claimed events: if their process dies, another one takes them after this time. */
export const leaseSeconds = 30;
/**
 * Number of events that one claim looks at, and once more without the workspaces that fill it: a long queue is never
 * sorted as a whole.
 */
const horizon = 5_000;
/** A workspace with a long queue must not delay the others. */
const perTenant = 100;
/** Failures of one event after which it is parked. */
const maxAttempts = 8;

/** An event that its consumer refuses. */
export interface Refusal {
  id: string;
  reason: string;
}

/**
 * Claims the oldest waiting events of a consumer, oldest first. An event waits behind earlier ones of its record that
 * are claimed or wait for a retry. Claims of a consumer run one after another, deliveries in parallel.
 */
export async function claim(consumer: string, limit = 200): Promise<OutboxEvent[]> {
  return await platformTransaction(async (query) => {
    // The next statement must see the rows that the previous claim took.
    await query("outbox-turn", "select pg_advisory_xact_lock(hashtext('outbox'), hashtext($1))", [consumer]);
    return await query<OutboxEvent & Record<string, unknown>>("outbox-claim", claimSql, [consumer, limit]);
  });
}

const claimSql = `
  with oldest as (
    select * from event_deliveries
    where consumer = $1 and delivered_at is null and parked_at is null
    order by event_id limit ${horizon}
  ),
  crowds as (select tenant_id from oldest group by tenant_id having count(*) > ${perTenant}),
  waiting as (
    select * from oldest where tenant_id in (select tenant_id from crowds)
    union all (
      select * from event_deliveries
      where consumer = $1 and delivered_at is null and parked_at is null
        and tenant_id not in (select tenant_id from crowds)
      order by event_id limit ${horizon})
  ),
  free as (
    select tenant_id, event_id, bool_and(due_at <= now()) over (
             partition by tenant_id, entity, entity_id order by event_id rows unbounded preceding) as due,
           row_number() over (partition by tenant_id order by event_id) as place
    from waiting
  ),
  chosen as (
    select tenant_id, event_id from free where due and place <= ${perTenant} order by event_id limit $2
  ),
  taken as (
    update event_deliveries d set due_at = now() + interval '${leaseSeconds} seconds', attempts = d.attempts + 1
    from chosen c where d.tenant_id = c.tenant_id and d.event_id = c.event_id and d.consumer = $1
    returning d.tenant_id, d.event_id
  )
  select e.tenant_id as "tenantId", e.id, e.name, e.entity, e.entity_id as "entityId",
         e.entity_version as "entityVersion", e.actor_member_id as "memberId", e.origin,
         (extract(epoch from e.at) * 1000)::float8 as at
  from taken t join events e on e.tenant_id = t.tenant_id and e.id = t.event_id
  order by e.id`;

/** Marks these as delivered. */
export async function noteDelivered(consumer: string, ids: readonly string[]): Promise<void> {
  await change("outbox-delivered", consumer, ids, "delivered_at = now(), reason = null");
}

/** Returns these as if they had not been claimed, because their consumer was unreachable. */
export async function giveBack(consumer: string, ids: readonly string[]): Promise<void> {
  await change("outbox-back", consumer, ids, "due_at = now(), attempts = greatest(d.attempts - 1, 0)");
}

/**
 * Schedules a retry for refused events after 1, 2, 4 … seconds; an event refused eight times is parked with its
 * reason. Returns those that were parked now.
 */
export async function noteRefused(consumer: string, refusals: readonly Refusal[]): Promise<Refusal[]> {
  if (refusals.length === 0) return [];
  const noted = await platformQuery<Refusal & { parked: boolean }>(
    "outbox-refused",
    `update event_deliveries d
     set reason = left(r.reason, 1000), due_at = now() + interval '0.5 second' * power(2, least(d.attempts, 8)),
         parked_at = case when d.attempts >= ${maxAttempts} then now() end
     from unnest($2::uuid[], $3::text[]) as r(id, reason)
     where d.consumer = $1 and d.event_id = r.id and d.delivered_at is null and d.parked_at is null
     returning d.event_id as id, d.reason, d.parked_at is not null as parked`,
    [consumer, refusals.map(({ id }) => id), refusals.map(({ reason }) => reason)],
  );
  return noted.flatMap(({ id, reason, parked }) => (parked ? [{ id, reason }] : []));
}

async function change(name: string, consumer: string, ids: readonly string[], set: string): Promise<void> {
  if (ids.length === 0) return;
  await platformQuery(
    name,
    `update event_deliveries d set ${set}
     where d.consumer = $1 and d.event_id = any($2::uuid[]) and d.delivered_at is null and d.parked_at is null`,
    [consumer, ids],
  );
}

/**
 * Deletes marks of deliveries older than a week; the events stay. Deletes in small parts, because one large statement
 * could exceed its time limit forever.
 */
export async function forgetDelivered(atOnce = 10_000): Promise<void> {
  for (;;) {
    const [removed] = await platformQuery<{ count: number }>(
      "outbox-forget",
      `with old as (
         select tenant_id, event_id, consumer from event_deliveries
         where delivered_at < now() - interval '7 days' limit $1
       ),
       gone as (
         delete from event_deliveries d using old o
         where d.tenant_id = o.tenant_id and d.event_id = o.event_id and d.consumer = o.consumer returning 1
       )
       select count(*)::int as count from gone`,
      [atOnce],
    );
    if ((removed?.count ?? 0) < atOnce) return;
  }
}

export interface Lag {
  consumer: string;
  waiting: number;
  parked: number;
  /** Seconds since the oldest waiting event was written; 0 when none waits. */
  oldestSeconds: number;
}

/** The backlog of each consumer. */
export async function outboxLag(): Promise<Lag[]> {
  return await platformQuery<Lag & Record<string, unknown>>(
    "outbox-lag",
    `select consumer, (count(*) filter (where parked_at is null))::int as waiting,
            (count(*) filter (where parked_at is not null))::int as parked,
            coalesce(extract(epoch from now() - min(created_at) filter (where parked_at is null)), 0)::float8 as "oldestSeconds"
     from event_deliveries where delivered_at is null group by consumer order by consumer`,
    [],
  );
}
