import "server-only";
import { type Actor, memberOf } from "./actor.ts";
import { wakeBackground } from "./background.ts";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { rowsAsSet } from "./db/row-sets.ts";
import { tenantSql } from "./db/tenant-db.ts";
import type { EmittedEvent, EventSubject } from "./emitted-event.ts";
import { holdLimits } from "./limits.ts";
import { holdModuleLimits } from "./module-limits.ts";
import { consumers } from "./outbox/consumers.ts";

/** An actor as events store it; for people, their keys and staff with the network address of the request. */
function describeActor(actor: Actor, { address }: Ctx): Record<string, unknown> {
  const from = address === null || (actor.type !== "staff" && memberOf(actor) === null) ? {} : { address };
  if (actor.type === "apiKey") return { type: actor.type, keyId: actor.keyId, memberId: actor.memberId, ...from };
  if (actor.type === "user") return { type: actor.type, memberId: actor.memberId, userId: actor.userId, ...from };
  return { ...actor, ...from };
}

interface Statement {
  /** Events are added and removed only at the end: while this event is the last one, the list is unchanged. */
  last: EmittedEvent | undefined;
  sql: Prisma.Sql;
  hasDeliveries: boolean;
}

const prepared = new WeakMap<EmittedEvent[], Statement>();

/** Builds the statement for the events noted so far ahead of time, while the database is busy. */
export function prepareEvents(ctx: Ctx): void {
  prepared.set(ctx.emitted, statementOf(ctx));
}

/** Inserts the noted events with their parents in one statement, however many they are. */
export async function writeEvents(ctx: Ctx): Promise<void> {
  if (ctx.emitted.length === 0) return;
  await holdLimits(ctx);
  await holdModuleLimits(ctx);
  const ahead = prepared.get(ctx.emitted);
  const { sql, hasDeliveries } = ahead && ahead.last === ctx.emitted.at(-1) ? ahead : statementOf(ctx);
  await tenantSql(ctx.tenant.id, ctx.db, sql);
  ctx.emitted.length = 0;
  if (hasDeliveries) ctx.afterCommit.push(wakeBackground);
}

function statementOf(ctx: Ctx): Statement {
  const actors = new Map(ctx.emitted.map(({ actor }) => [actor, JSON.stringify(describeActor(actor, ctx))]));
  const events = rowsAsSet<EmittedEvent>(
    [
      { column: "id", type: "uuid", value: (one) => one.id },
      { column: "name", type: "text", value: (one) => one.name },
      { column: "entity", type: "text", value: (one) => one.entity },
      { column: "entity_id", type: "uuid", value: (one) => one.entityId },
      { column: "entity_version", type: "int", value: (one) => one.entityVersion },
      { column: "actor", type: "jsonText", value: (one) => actors.get(one.actor) },
      { column: "actor_member_id", type: "uuid", value: (one) => memberOf(one.actor) },
      { column: "before", type: "jsonText", value: (one) => one.before },
      { column: "after", type: "jsonText", value: (one) => one.after },
      { column: "data", type: "jsonText", value: (one) => one.data },
      { column: "batch_id", type: "uuid", value: (one) => one.batchId },
      { column: "batch_key", type: "text", value: (one) => one.batchKey ?? "" },
    ],
    ctx.emitted,
  );
  const subjects = rowsAsSet<EventSubject & { event: EmittedEvent }>(
    [
      { column: "event_id", type: "uuid", value: ({ event }) => event.id },
      { column: "entity", type: "text", value: (one) => one.entity },
      { column: "entity_id", type: "uuid", value: (one) => one.id },
      { column: "batch_key", type: "text", value: ({ event }) => event.batchKey ?? "" },
    ],
    ctx.emitted.flatMap((event) => event.parents.map((parent) => ({ event, ...parent }))),
  );
  const announced = ctx.emitted
    .filter((event) => !event.quiet)
    .flatMap((event) => consumersOf(event).map((consumer) => ({ event, consumer })));
  const deliveries = rowsAsSet<(typeof announced)[number]>(
    [
      { column: "event_id", type: "uuid", value: ({ event }) => event.id },
      { column: "consumer", type: "text", value: ({ consumer }) => consumer },
      { column: "entity", type: "text", value: ({ event }) => event.entity },
      { column: "entity_id", type: "uuid", value: ({ event }) => event.entityId },
    ],
    announced,
  );
  const impersonator = ctx.actor.type === "staff" ? ctx.actor.staffId : null;
  const sql = Prisma.sql`
      with written as (
        insert into events (id, tenant_id, name, entity, entity_id, entity_version, actor, actor_member_id, impersonator_id,
                            before, after, data, origin, request_id, batch_id, batch_key, is_first)
        select r.id, ${ctx.tenant.id}::uuid, r.name, r.entity, r.entity_id, r.entity_version, r.actor,
               r.actor_member_id, ${impersonator}::uuid, r.before, r.after, r.data,
               ${ctx.origin}, ${ctx.requestId}, r.batch_id, r.batch_key, ${isFirst(ctx)}
        from ${events}
      ), outbox as (
        insert into event_deliveries (tenant_id, event_id, consumer, entity, entity_id)
        select ${ctx.tenant.id}::uuid, r.event_id, r.consumer, r.entity, r.entity_id from ${deliveries}
      )
      insert into event_subjects (tenant_id, event_id, entity, entity_id, batch_key)
      select ${ctx.tenant.id}::uuid, r.event_id, r.entity, r.entity_id, r.batch_key from ${subjects}`;
  return { last: ctx.emitted.at(-1), sql, hasDeliveries: announced.length > 0 };
}

/** Whether an event is the first of its batch with its name; one without a batch is. */
function isFirst({ emitted, tenant }: Ctx): Prisma.Sql {
  if (emitted.every(({ batchId }) => batchId === null)) return Prisma.sql`true`;
  return Prisma.sql`
    case when r.batch_id is null then true
         when row_number() over (partition by r.batch_id, r.name order by r.id) > 1 then false
         else not exists (
           select from events p where p.tenant_id = ${tenant.id}::uuid and p.batch_id = r.batch_id and p.name = r.name and p.is_first)
    end`;
}

/** The consumers of an event. A batch is delivered as a whole, with its last event. */
const consumersOf = (event: EmittedEvent) =>
  consumers().flatMap((one) => (one.wants(event) && !(one.waitsForEnd && event.signalsAtEnd) ? [one.name] : []));
