import "server-only";
import type { z } from "zod";
import type { EventDefinition, noData } from "@/lib/events";
import type { Ctx } from "./context.ts";
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
  /** The columns that `load` and `write` read. */
  select: Select<Row>;
  load(): Promise<Row | null>;
  /** Writes if `version` is still the given one and returns the new row; throws P2025 if not. */
  write(version: number): Promise<Row>;
  /** The row as the caller may see it, for the conflict message. */
  present(row: Row): unknown;
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
  const { event, id } = update;
  const before = await update.load();
  if (!before) throw notFound(event.entity);
  const edited = changes(before, { ...before, ...readColumns(before, firstArchiving(before, update.columns)) });
  if (!edited) {
    ctx.outcome.unchanged = true;
    return before;
  }
  if (before.version !== update.version) await refuseOverlap(ctx, update, before);
  const after = await write(update, before.version);
  const changed = changes(before, after);
  if (changed)
    emit(ctx, event, {
      id,
      version: after.version,
      parents: update.parents?.(after, before) ?? [],
      before: stored(update.select, changed.before),
      after: stored(update.select, changed.after),
      outcome: Object.keys(stored(update.select, changed.after)).sort().join(),
      data: update.data ?? ({} as z.input<P>),
    });
  return after;
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

async function refuseOverlap<Row extends Versioned, P extends z.ZodType>(
  ctx: Ctx,
  update: VersionedUpdate<Row, P>,
  current: Row,
): Promise<void> {
  const since = await ctx.db.event.findMany({
    where: { entity: update.event.entity, entityId: update.id, entityVersion: { gt: update.version } },
    select: { after: true },
  });
  const touched = new Set(since.flatMap((event) => Object.keys((event.after ?? {}) as object)));
  const overlap = Object.keys(update.columns).filter((key) => touched.has(key));
  if (overlap.length > 0 || update.version > current.version) {
    throw new AppError(
      "CONFLICT",
      "Someone changed this field while you were editing. Your change was not saved. Check their change first.",
      {
        current: update.present(current),
        changed: overlap,
      },
    );
  }
}
