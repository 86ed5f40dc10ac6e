import "server-only";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import type { EventDefinition } from "@/lib/events";
import { type Actor, memberOf } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { arrayLiteral, type Element } from "./db/array-literal.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";

export interface EventSubject {
  entity: string;
  id: string;
}

export interface EmittedEvent {
  id: string;
  name: string;
  entity: string;
  entityId: string;
  entityVersion: number | null;
  subjects: EventSubject[];
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  data: unknown;
  batchId: string | null;
  /** Of a batch that timelines tell as one: which one, and what happened in it. */
  batchKey: string | null;
  /** Who did it: for a part of a mutation that ran with the system's rights, the system and why. */
  actor: Actor;
}

export interface EventFacts<Data> {
  id: string;
  version?: number;
  /** The records that this one belonged to then (a deal's account), for their timelines. */
  parents?: (EventSubject | null)[];
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  data: Data;
}

/** Notes an event of the running mutation; `execute()` writes all of them in one statement before it commits. */
export function emit<P extends z.ZodType>(ctx: Ctx, event: EventDefinition<P>, facts: EventFacts<z.input<P>>): void {
  if (!ctx.inTransaction) throw new Error(`${event.name} was emitted outside of a mutation.`);
  const subjects = [
    { entity: event.entity, id: facts.id },
    ...(facts.parents ?? []).filter((parent) => parent !== null),
  ];
  const unique = new Map(subjects.map((subject) => [`${subject.entity}:${subject.id}`, subject]));
  ctx.emitted.push({
    id: uuidv7(),
    name: event.name,
    entity: event.entity,
    entityId: facts.id,
    entityVersion: facts.version ?? null,
    subjects: [...unique.values()],
    before: facts.before ?? null,
    after: facts.after ?? null,
    data: event.payload.parse(facts.data),
    batchId: ctx.batchId,
    batchKey: event.batched && ctx.batchId !== null ? `${ctx.batchId} ${event.name}` : null,
    actor: ctx.actor,
  });
}

const secretField = /password|secret|token|hash/i;

/** Plain JSON of a changed field: big integers become numbers, secrets `[redacted]`. */
function jsonValue(key: string, value: unknown): unknown {
  if (secretField.test(key)) return "[redacted]";
  return typeof value === "bigint" ? Number(value) : value;
}

function describeActor(actor: Actor): Record<string, unknown> {
  if (actor.type === "apiKey") return { type: actor.type, keyId: actor.keyId, memberId: actor.memberId };
  return { ...actor };
}

const jsonText = (value: unknown) => (value === null ? null : JSON.stringify(value, jsonValue));

/** Inserts the noted events with their subjects: one statement, whatever their number. */
export async function writeEvents(ctx: Ctx): Promise<void> {
  if (ctx.emitted.length === 0) return;
  const events = (value: (event: EmittedEvent) => Element) => arrayLiteral(ctx.emitted.map(value));
  const subjects = ctx.emitted.flatMap((event) =>
    event.subjects.map((subject) => ({ eventId: event.id, batchKey: event.batchKey, ...subject })),
  );
  const subject = (key: "eventId" | "entity" | "id" | "batchKey") => arrayLiteral(subjects.map((one) => one[key]));
  const actors = new Map(ctx.emitted.map(({ actor }) => [actor, JSON.stringify(describeActor(actor))]));
  const impersonator = ctx.actor.type === "staff" ? ctx.actor.staffId : null;
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with written as (
        insert into events (id, tenant_id, name, entity, entity_id, entity_version, actor, actor_member_id, impersonator_id,
                            before, after, data, origin, request_id, batch_id)
        select e.id, ${ctx.tenant.id}::uuid, e.name, e.entity, e.entity_id, e.entity_version, e.actor,
               e.actor_member_id, ${impersonator}::uuid, e.before, e.after, e.data,
               ${ctx.origin}, ${ctx.requestId}, e.batch_id
        from unnest(${events((one) => one.id)}::uuid[], ${events((one) => one.name)}::text[],
                    ${events((one) => one.entity)}::text[], ${events((one) => one.entityId)}::uuid[],
                    ${events((one) => one.entityVersion)}::int[], ${events((one) => jsonText(one.before))}::jsonb[],
                    ${events((one) => jsonText(one.after))}::jsonb[], ${events((one) => jsonText(one.data))}::jsonb[],
                    ${events((one) => one.batchId)}::uuid[], ${events((one) => actors.get(one.actor) ?? null)}::jsonb[],
                    ${events((one) => memberOf(one.actor))}::uuid[])
          as e(id, name, entity, entity_id, entity_version, before, after, data, batch_id, actor, actor_member_id)
        returning id
      )
      insert into event_subjects (tenant_id, event_id, entity, entity_id, batch_key)
      select ${ctx.tenant.id}::uuid, s.event_id, s.entity, s.entity_id, s.batch_key
      from unnest(${subject("eventId")}::uuid[], ${subject("entity")}::text[], ${subject("id")}::uuid[],
                  ${subject("batchKey")}::text[]) as s(event_id, entity, entity_id, batch_key)`,
  );
  ctx.emitted.length = 0;
}

/** The changed fields of two states of a row, in the form that events keep. Null when nothing changed. */
export function changes<Row extends object>(
  before: Row,
  after: Row,
): { before: Partial<Row>; after: Partial<Row> } | null {
  const keys = (Object.keys(after) as (keyof Row)[]).filter(
    (key) =>
      key !== "version" &&
      key !== "updatedAt" &&
      JSON.stringify(before[key], comparable) !== JSON.stringify(after[key], comparable),
  );
  if (keys.length === 0) return null;
  // An amount says nothing without its currency.
  if (
    keys.some((key) => String(key).endsWith("Minor")) &&
    "currency" in after &&
    !keys.includes("currency" as keyof Row)
  )
    keys.push("currency" as keyof Row);
  const pick = (row: Row) => Object.fromEntries(keys.map((key) => [key, row[key]])) as Partial<Row>;
  return { before: pick(before), after: pick(after) };
}

/** Big integers as text, and the keys of stored JSON in one order: PostgreSQL gives them back in another. */
function comparable(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
