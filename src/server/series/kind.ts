import "server-only";
import type { EventDefinition, noData } from "@/lib/events";
import type { NounEntity } from "@/lib/nouns/all";
import { type RecurrenceRule, recurrenceRule } from "@/lib/recurrence/rule";
import type { Place, Schedule } from "@/lib/recurrence/schedule";
import { dayOf } from "../columns.ts";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import type { EventSubject } from "../emitted-event.ts";

type Row = Readonly<Record<string, unknown>>;

/** A kind of record that repeats: each has a field `repeats`, a series, and its day there (`occurrence`). */
export interface SeriesKind {
  entity: NounEntity;
  /** The model of its series, and the table. */
  model: string;
  table: string;
  /** Its records can have a time of the day, which the series keeps. */
  timed?: true;
  /** The event of an edit, and the records whose timelines show it. */
  updated: EventDefinition<typeof noData>;
  parents?(row: Row): EventSubject[];
  /** The columns that the functions below read. */
  select: Readonly<Record<string, unknown>>;
  /** Its records that are still to be done, for Prisma. */
  open: Row;
  isOver(row: Row): boolean;
  /** Where the calendar of a zone has a record; null for one without a date. */
  placeOf(row: Row, zone: string): Place | null;
  /** The columns in which a series keeps what its next records take, as a record has it now. */
  keep?(ctx: Ctx, id: string): Promise<Row>;
  /** How long its records take, in minutes, from those columns. */
  durationOf?(kept: Row): number | null;
  /** For the time being nothing more is made, and nobody is told: what the latest record belongs to is closed. */
  rests?(ctx: Ctx, latestId: string): Promise<boolean>;
  /** Makes the record of a day; returns its id, or null where nothing is left to make it from: then the series ends. */
  write(ctx: Ctx, series: LockedSeries, day: string, now: Date): Promise<string | null>;
  /** Tells somebody that the next one could not be made: called for the first of several failures. */
  failed?(ctx: Ctx, latestId: string, reason: string): Promise<void>;
}

/** A series, locked until the transaction ends. */
export interface LockedSeries extends Schedule {
  id: string;
  /** The record that was made last, and its day. */
  latestId: string | null;
  lastOn: string;
  /** Null: it has ended. */
  nextAt: Date | null;
  attempts: number;
  /** All of its columns. */
  row: Row;
}

interface Stored extends Row {
  id: string;
  rule: unknown;
  zone: string;
  startOn: Date;
  minute?: number | null;
  latestId: string | null;
  lastOn: Date;
  nextAt: Date | null;
  attempts: number;
  reason: string | null;
}

interface SeriesModel {
  findFirst(args: Row): Promise<Stored | null>;
  create(args: Row): Promise<{ id: string }>;
  updateMany(args: Row): Promise<unknown>;
}

/** The series of a kind of record, narrowed to the workspace of `ctx` as every access is. */
export function seriesOf(ctx: Ctx, { model }: Pick<SeriesKind, "model">): SeriesModel {
  const found = (ctx.db as unknown as Readonly<Record<string, SeriesModel>>)[model];
  if (!found) throw new Error(`No model is called ${model}.`);
  return found;
}

/**
 * Locks a series and reads it; null if there is none. Every act that makes or changes an occurrence holds this
 * lock, so that no next one is made twice or from values that change meanwhile.
 */
export async function lockSeries(ctx: Ctx, kind: SeriesKind, id: string | null): Promise<LockedSeries | null> {
  if (id === null) return null;
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select id from ${Prisma.raw(kind.table)}
      where tenant_id = ${ctx.tenant.id}::uuid and id = ${id}::uuid for update`,
  );
  const row = await seriesOf(ctx, kind).findFirst({ where: { id } });
  if (!row) return null;
  const { zone, latestId, nextAt, attempts } = row;
  return {
    ...{ id, zone, latestId, nextAt, attempts, row },
    minute: row.minute ?? null,
    duration: kind.durationOf?.(row) ?? null,
    rule: ruleOf(row.rule),
    startOn: dayOf(row.startOn) ?? "",
    lastOn: dayOf(row.lastOn) ?? "",
  };
}

/** A stored rule; it was checked when it was written. */
export const ruleOf = (stored: unknown): RecurrenceRule => recurrenceRule.parse(stored);
