import "server-only";
import type { TimelineIcon } from "@/lib/catalog";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { processWide } from "./process-wide.ts";

/** A day and the instant at which it begins for the member. */
export interface DayStart {
  at: Date;
  /** `YYYY-MM-DD` */
  day: string;
}

/** Whole days of a member: those from the beginning of one, if there is one, to the beginning of another. */
export interface AgendaSpan {
  from: DayStart | null;
  until: DayStart;
}

export interface AgendaPage {
  span: AgendaSpan;
  /** The member who reads it. */
  memberId: string;
  /** Only what comes after this one, or also what stands at its place: another item of the same record. */
  after: { at: Date; id: string; isIncluded: boolean } | null;
  take: number;
}

/** The record that an item is about, such as the company of a call. */
export interface AgendaAbout {
  entity: string;
  id: string;
  name: string;
  ownerId: string | null;
  /** The members who see it too; for kinds of record that name some. */
  memberIds?: readonly string[] | null;
}

/** The columns of an item, as `rowSql` selects them. */
export interface AgendaRow {
  title: string;
  /** Its type; `look` has its icon and words. */
  kind: string | null;
  version: number;
  startsAt: Date | null;
  endsAt: Date | null;
  /** Counts where there is no start. */
  day: string | null;
  doneAt: Date | null;
  ownerId: string | null;
  /** The owner of the record, by whom it follows who may edit it. */
  recordOwnerId: string | null;
  /** The value of the field that completes it, null where it has none. */
  state: string | null;
  /** The value of the field that says whose it is: null where it follows from the owner of the record. */
  storedOwnerId: string | null;
  about: AgendaAbout | null;
}

/** Records of a kind that somebody has to do at a time or on a day. */
export interface AgendaSource {
  /** Its own name, by which the head of its noun says how an item is moved and completed. */
  name: string;
  entity: string;
  /** The fields that its items show: an actor who may not read one of them has no items. */
  fields: readonly string[];
  /** The field that says what an item is about, where that is another record. */
  about?: string;
  /**
   * Selects `id` and `at` of the visible items of the members in the table `people`, at most `take` of each of them, those
   * with the lowest (`at`, `id`) by an index over owner and time.
   */
  openSql(ctx: Ctx, page: AgendaPage): Prisma.Sql;
  /** The same for what was done in the span, at the time when it was done. */
  doneSql?(ctx: Ctx, page: AgendaPage): Prisma.Sql;
  /** Selects the columns of `AgendaRow` for the record `p.id`. */
  rowSql(ctx: Ctx): Prisma.Sql;
  look(kind: string | null): { icon: TimelineIcon; label: string };
}

const registeredSources = processWide<readonly AgendaSource[]>("sources of agendas");
const registeredUpdates = processWide<Updates>("edits of items of agendas");

/** The edit of a kind of record, with its rights, rules and conflicts. */
type Update = (ctx: Ctx, input: { id: string; version: number }) => Promise<{ version: number }>;
type Updates = Readonly<Record<string, Update>>;

/** Called by the registry when it is loaded, with the edits of the kinds of record. */
export function registerAgenda(sources: readonly AgendaSource[], updates: Updates): void {
  registeredSources.set(sources);
  registeredUpdates.set(updates);
}

/** The edit of records that have items. Throws for a kind without one. */
export function agendaUpdate(entity: string): Update {
  const update = registeredUpdates.get()?.[entity];
  if (!update) throw new Error(`There is no edit of ${entity}.`);
  return update;
}

/** All sources of agendas. Throws if no registry passed any: everybody's day would seem to be empty. */
export function agendaSources(): readonly AgendaSource[] {
  return registeredSources.required();
}

/** The condition for items after another one, as SQL over the columns (time, id) of others. */
export const afterSql = (
  { at, id, isIncluded }: NonNullable<AgendaPage["after"]>,
  column: { at: Prisma.Sql; id: Prisma.Sql },
): Prisma.Sql =>
  Prisma.sql`(${column.at}, ${column.id}) ${Prisma.raw(isIncluded ? ">=" : ">")} (${at.toISOString()}::timestamptz, ${id}::uuid)`;

/** Of the records that name a member in a field, so many of those that were created last are looked at. */
const listedHorizon = 5_000;

/** Selects `record_id` of the records that name the member in a field, those that were created last. */
export const listedSql = (ctx: Ctx, { entity, field }: { entity: string; field: string }, memberId: string) =>
  Prisma.sql`
    select r.record_id from record_keys r
    where r.tenant_id = ${ctx.tenant.id}::uuid and r.entity = ${entity} and r.field = ${field} and r.key = ${memberId}
    order by r.record_id desc limit ${listedHorizon}`;
