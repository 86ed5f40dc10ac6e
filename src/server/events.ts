import "server-only";
import type { z } from "zod";
import type { EventDefinition } from "@/lib/events";
import type { Ctx } from "./context.ts";
import type { EventSubject } from "./emitted-event.ts";
import { newId } from "./new-id.ts";

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
    quiet: event.logOnly || (event.quiet && ctx.batchId !== null),
    signalsAtEnd: ctx.signalsAtEnd === true,
    actor: ctx.actor,
  });
}

function batchKeyOf(ctx: Ctx, event: EventDefinition, outcome: string | undefined): string | null {
  if (!event.batched || ctx.batchId === null) return null;
  return [ctx.batchId, event.name, ...(outcome ? [outcome] : [])].join(" ");
}

/** The parent records of an event, without duplicates and without the record itself. */
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

/** Converts values to the JSON that events store. */
export const eventJson = (value: unknown) => (value === null ? null : JSON.stringify(value, jsonValue));

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
