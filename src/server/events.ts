import "server-only";
import type { z } from "zod";
import type { EventDefinition } from "@/lib/events";
import { type Actor, memberOf } from "./actor.ts";
import { wakeBackground } from "./background.ts";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { rowsAsSet } from "./db/row-sets.ts";
import { tenantSql } from "./db/tenant-db.ts";
import type { EmittedEvent, EventSubject } from "./emitted-event.ts";
import { newId } from "./new-id.ts";
import { consumers } from "./outbox/consumers.ts";

export interface EventFacts<Data> {
  id: string;
  version?: number;
  /** The records that this one belonged to at that time (an opportunity's account), for their timelines. */
  parents?: (EventSubject | null)[];
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  /** For one act with several outcomes: a timeline shows each as its own entry. */
  outcome?: string;
  data: Data;
}

/** Adds an event to the current mutation; `execute()` writes all of them in one statement before it commits. */
export function emit<P extends z.ZodType>(ctx: Ctx, event: EventDefinition<P>, facts: EventFacts<z.input<P>>): void {
  if (!ctx.inTransaction) throw new Error(`${event.name} was emitted outside of a mutation.`);
  ctx.emitted.push({
    id: newId(),
    name: event.name,
    entity: event.entity,
    entityId: facts.id,
    entityVersion: facts.version ?? null,
    parents: parentsOf({ entity: event.entity, id: facts.id }, facts.parents ?? []),
    before: eventJson(facts.before ?? null),
    after: eventJson(facts.after ?? null),
    data: eventJson(event.payload.parse(facts.data)),
    batchId: ctx.batchId,
    batchKey: batchKeyOf(ctx, event, facts.outcome),
    quiet: event.quiet && ctx.batchId !== null,
    actor: ctx.actor,
  });
}

function batchKeyOf(ctx: Ctx, event: EventDefinition, outcome: string | undefined): string | null {
  if (!event.batched || ctx.batchId === null) return null;
  return [ctx.batchId, event.name, ...(outcome ? [outcome] : [])].join(" ");
}

/** Without duplicates, and without the record itself. */
function parentsOf(record: EventSubject, given: readonly (EventSubject | null)[]): EventSubject[] {
  const found = given.filter((one) => one !== null);
  if (found.length === 0) return [];
  const keyOf = (subject: EventSubject) => `${subject.entity}:${subject.id}`;
  const parents = new Map(found.map((parent) => [keyOf(parent), parent]));
  parents.delete(keyOf(record));
  return [...parents.values()];
}

const secretField = /password|secret|token|hash/i;

/** Plain JSON of a changed field: big integers become numbers, secrets become `[redacted]`. */
function jsonValue(key: string, value: unknown): unknown {
  if (secretField.test(key)) return "[redacted]";
  return typeof value === "bigint" ? Number(value) : value;
}

function describeActor(actor: Actor): Record<string, unknown> {
  if (actor.type === "apiKey") return { type: actor.type, keyId: actor.keyId, memberId: actor.memberId };
  return { ...actor };
}

/** Values as events hold them. */
export const eventJson = (value: unknown) => (value === null ? null : JSON.stringify(value, jsonValue));

interface Statement {
  /** Events are added and removed only at the end: while this event is the last one, the list is unchanged. */
  last: EmittedEvent | undefined;
  sql: Prisma.Sql;
  tells: boolean;
}

const worded = new WeakMap<EmittedEvent[], Statement>();

/** Builds the statement for the events noted so far ahead of time, while the database is busy. */
export function wordEvents(ctx: Ctx): void {
  worded.set(ctx.emitted, statementOf(ctx));
}

/** Inserts the noted events with their parents in one statement, however many they are. */
export async function writeEvents(ctx: Ctx): Promise<void> {
  if (ctx.emitted.length === 0) return;
  const ahead = worded.get(ctx.emitted);
  const { sql, tells } = ahead && ahead.last === ctx.emitted.at(-1) ? ahead : statementOf(ctx);
  await tenantSql(ctx.tenant.id, ctx.db, sql);
  ctx.emitted.length = 0;
  if (tells) ctx.afterCommit.push(wakeBackground);
}

function statementOf(ctx: Ctx): Statement {
  const actors = new Map(ctx.emitted.map(({ actor }) => [actor, JSON.stringify(describeActor(actor))]));
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
                            before, after, data, origin, request_id, batch_id, batch_key)
        select r.id, ${ctx.tenant.id}::uuid, r.name, r.entity, r.entity_id, r.entity_version, r.actor,
               r.actor_member_id, ${impersonator}::uuid, r.before, r.after, r.data,
               ${ctx.origin}, ${ctx.requestId}, r.batch_id, r.batch_key
        from ${events}
      ), outbox as (
        insert into event_deliveries (tenant_id, event_id, consumer, entity, entity_id)
        select ${ctx.tenant.id}::uuid, r.event_id, r.consumer, r.entity, r.entity_id from ${deliveries}
      )
      insert into event_subjects (tenant_id, event_id, entity, entity_id, batch_key)
      select ${ctx.tenant.id}::uuid, r.event_id, r.entity, r.entity_id, r.batch_key from ${subjects}`;
  return { last: ctx.emitted.at(-1), sql, tells: announced.length > 0 };
}

/** The consumers of an event. A batch is delivered as a whole, by the event that ends it. */
const consumersOf = (event: EmittedEvent) => consumers().flatMap((one) => (one.wants(event) ? [one.name] : []));

/** The changed fields of a row, before and after. */
export interface Changes<Row> {
  before: Partial<Row>;
  after: Partial<Row>;
}

/** The changed fields between two states of a row, in the form that events store. Null when nothing changed. */
export function changes<Row extends object>(before: Row, after: Row): Changes<Row> | null {
  const keys = (Object.keys(after) as (keyof Row)[]).filter(
    (key) =>
      key !== "version" &&
      key !== "updatedAt" &&
      before[key] !== after[key] &&
      JSON.stringify(before[key], comparable) !== JSON.stringify(after[key], comparable),
  );
  if (keys.length === 0) return null;
  for (const currency of currenciesOf(keys.map(String), after)) keys.push(currency as keyof Row);
  const pick = (row: Row) => Object.fromEntries(keys.map((key) => [key, row[key]])) as Partial<Row>;
  return { before: pick(before), after: pick(after) };
}

/**
 * The currencies of these amounts, unless they are changed fields themselves: an amount means nothing without its
 * currency.
 */
function currenciesOf(keys: readonly string[], row: object): Set<string> {
  const amounts = keys.filter((key) => key.endsWith("Minor")).map((key) => key.slice(0, -"Minor".length));
  const columns = amounts.map((name) => (`${name}Currency` in row ? `${name}Currency` : "currency"));
  return new Set(columns.filter((column) => column in row && !keys.includes(column)));
}

/** Big integers as text, and the keys of stored JSON sorted: PostgreSQL returns them in another order. */
function comparable(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
