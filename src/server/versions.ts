import "server-only";
import type { z } from "zod";
import type { EventDefinition, noData } from "@/lib/events";
import { nounOf } from "@/lib/nouns/all";
import { memberOf } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { tenantRows } from "./db/tenant-db.ts";
import type { EventSubject } from "./emitted-event.ts";
import { AppError, notFound } from "./errors.ts";
import { changes, emit } from "./events.ts";
import { Retry } from "./execute.ts";

interface Versioned {
  id: string;
  version: number;
}

interface VersionedUpdate<Row extends Versioned, P extends z.ZodType> {
  event: EventDefinition<P>;
  /** Data of its event beyond the changed fields. */
  data?: z.input<P>;
  id: string;
  /** The version that the caller saw. */
  version: number;
  /** The changed columns; others that follow from them are left to `write`. */
  columns: Partial<Row>;
  /** Whether any change since is in the way, also one of other fields. */
  ifUnchanged?: boolean | undefined;
  /** The columns that `load` and `write` read. */
  select: Select<Row>;
  load(): Promise<Row | null>;
  /** Writes if `version` is still the given one and returns the new row; throws P2025 if not. */
  write(version: number): Promise<Row>;
  /** The row as the caller may see it, for the conflict message. */
  present(row: Row): unknown | Promise<unknown>;
  /** The records that it belongs to, for their timelines. */
  parents?(after: Row, before: Row): (EventSubject | null)[];
}

interface Table {
  findFirst(query: object): Promise<unknown>;
  update(query: object): Promise<unknown>;
}

interface RowOf<Row> {
  id: string;
  columns: Partial<Row> & object;
  select: Select<Row>;
}

/** `load` and `write` for a row that needs nothing beyond its own columns. */
export const rowIn = <Row extends Versioned>(table: Table, { id, columns, select }: RowOf<Row>) => ({
  load: async () => (await table.findFirst({ where: { id }, select })) as Row | null,
  write: async (version: number) => {
    const data = { ...columns, version: { increment: 1 } };
    return (await table.update({ where: { id, version }, data, select })) as Row;
  },
});

/** The selection of a row: `true` for its own columns, an object for those of related records. */
type Select<Row> = Readonly<{ [Column in keyof Row]?: unknown }>;

/** The columns of a row, as events store them: names of related records are left out. */
function stored<Row extends object>(select: Select<Row>, row: Partial<Row>): Partial<Row> {
  return Object.fromEntries(
    Object.entries(row).filter(([column]) => select[column as keyof Row] === true),
  ) as Partial<Row>;
}

/** The values of the row that the deletion event stores. */
export function lastState<Row extends object>(select: Select<Row>, row: Row): Partial<Row> {
  return stored(select, changes({} as Row, row)?.after ?? {});
}

/** Data for events that say more than the changed fields. */
type WithData<P extends z.ZodType> = z.input<P> extends Record<string, never> ? unknown : { data: z.input<P> };

/**
 * Edits a row with a version check. If only other fields changed since, the edit applies to the current row; if the
 * same field changed, CONFLICT carries the current state. Writes an event with the changed fields unless none changed.
 */
export async function updateVersioned<Row extends Versioned, P extends z.ZodType = typeof noData>(
  ctx: Ctx,
  update: VersionedUpdate<Row, P> & WithData<P>,
): Promise<Row> {
  const before = await update.load();
  if (!before) throw notFound(update.event.entity);
  const edited = changes(before, { ...before, ...readColumns(before, firstArchiving(before, update.columns)) });
  if (!edited) {
    ctx.outcome.unchanged = true;
    return before;
  }
  if (before.version !== update.version && update.ifUnchanged) {
    throw new AppError("CONFLICT", "It was changed since, so it stays as it is.", {
      current: await update.present(before),
    });
  }
  if (before.version !== update.version) await refuseOverlap(ctx, update, before);
  const after = await write(update, before.version);
  emitChange(ctx, update, before, after);
  return after;
}

/** Notes the event of a change with the changed columns; none if nothing changed. */
export function emitChange<Row extends Versioned, P extends z.ZodType>(
  ctx: Ctx,
  { event, select, data, parents }: Pick<VersionedUpdate<Row, P>, "event" | "select" | "data" | "parents">,
  before: Row,
  after: Row,
): void {
  const changed = changes(before, after);
  if (!changed) return;
  emit(ctx, event, {
    id: after.id,
    version: after.version,
    parents: parents?.(after, before) ?? [],
    before: stored(select, changed.before),
    after: stored(select, changed.after),
    outcome: Object.keys(stored(select, changed.after)).sort().join(),
    data: data ?? ({} as z.input<P>),
  });
}

async function write<Row>(update: { write(version: number): Promise<Row> }, version: number): Promise<Row> {
  try {
    return await update.write(version);
  } catch (error) {
    if ((error as { code?: string }).code === "P2025") throw new Retry();
    throw error;
  }
}

const isArchived = (row: object) => "archivedAt" in row && row.archivedAt instanceof Date;

/** The columns without `archivedAt` if the row is already archived: it keeps its first date. */
function firstArchiving<Row extends object>(before: Row, columns: Partial<Row>): Partial<Row> {
  if (!isArchived(before) || !isArchived(columns)) return columns;
  return Object.fromEntries(Object.entries(columns).filter(([column]) => column !== "archivedAt")) as Partial<Row>;
}

// Columns that `load` leaves out are derived from those it reads (the folded key of a name) and change only with
// them.
function readColumns<Row extends object>(before: Row, columns: Partial<Row>): Partial<Row> {
  return Object.fromEntries(Object.entries(columns).filter(([column]) => column in before)) as Partial<Row>;
}

interface Since {
  entityId: string;
  version: number;
  after: object | null;
  actorMemberId: string | null;
}

/** The changes of records after the given versions, in the order of the versions: one statement for all of them. */
export const eventsSince = async (ctx: Ctx, entity: string, seen: readonly Versioned[]): Promise<Since[]> =>
  await tenantRows<Since>(ctx)`
    select r.id as "entityId", e.entity_version as version, e.after, e.actor_member_id as "actorMemberId"
    from unnest(${seen.map(({ id }) => id)}::uuid[], ${seen.map(({ version }) => version)}::int[]) as r(id, version)
    cross join lateral (
      select after, actor_member_id, entity_version from events
      where tenant_id = ${ctx.tenant.id}::uuid and entity = ${entity} and entity_id = r.id and entity_version > r.version
    ) e order by e.entity_version`;

/** The id that a column held before the change that made this version of a record; null if it changed nothing there. */
export async function heldBefore(
  ctx: Ctx,
  { entity, id, version, column }: { entity: string; id: string; version: number; column: string },
): Promise<string | null> {
  const [event] = await tenantRows<{ held: string | null }>(ctx)`
    select before->>${column} as held from events
    where tenant_id = ${ctx.tenant.id}::uuid and entity = ${entity} and entity_id = ${id}::uuid
      and entity_version = ${version} and jsonb_exists(before, ${column})
    limit 1`;
  return event?.held ?? null;
}

async function refuseOverlap<Row extends Versioned, P extends z.ZodType>(
  ctx: Ctx,
  update: VersionedUpdate<Row, P>,
  current: Row,
): Promise<void> {
  const since = await eventsSince(ctx, update.event.entity, [update]);
  const touched = new Set(since.flatMap((event) => Object.keys(event.after ?? {})));
  // Records say when they lost the texts of an erased person. Other rows do not: a version without an event may have changed any.
  const isTold =
    nounOf(update.event.entity) !== undefined ||
    new Set(since.map(({ version }) => version)).size >= current.version - update.version;
  const overlap = Object.keys(update.columns).filter((key) => !isTold || touched.has(key));
  const last = since.findLast(({ after }) => overlap.some((key) => key in (after ?? {})));
  if (overlap.length > 0 || update.version > current.version) {
    throw new AppError(
      "CONFLICT",
      "Someone changed this field while you were editing. Your change was not saved. Check their change first.",
      {
        current: await update.present(current),
        changed: overlap,
        by: await otherMember(ctx, last?.actorMemberId ?? null),
      },
    );
  }
}

/** The member who made the last change; null for nobody, and for the caller in another tab. */
async function otherMember(ctx: Ctx, id: string | null): Promise<{ id: string; name: string } | null> {
  if (id === null || id === memberOf(ctx.actor)) return null;
  return await ctx.db.member.findFirst({ where: { id }, select: { id: true, name: true } });
}
