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
  /** What its event says beyond the changed fields. */
  data?: z.input<P>;
  id: string;
  /** The version that the caller saw. */
  version: number;
  /** The columns that it wants to change. */
  patch: Partial<Row>;
  /** What `load` and `write` read. */
  select: Select<Row>;
  load(): Promise<Row | null>;
  /** Writes where `version` still is the given one and returns the new row; throws P2025 when it is not. */
  write(version: number): Promise<Row>;
  /** The row as the caller may see it, for the conflict notice. */
  present(row: Row): unknown;
  /** The records that it belongs to, for their timelines. */
  parents?(after: Row, before: Row): (EventSubject | null)[];
}

/** What is read of a row: `true` for its own columns, an object for what it has of other records. */
type Select<Row> = Readonly<{ [Column in keyof Row]?: unknown }>;

/** The columns of a row, as events keep them: how related records were called is left out. */
function stored<Row extends object>(select: Select<Row>, row: Partial<Row>): Partial<Row> {
  return Object.fromEntries(
    Object.entries(row).filter(([column]) => select[column as keyof Row] === true),
  ) as Partial<Row>;
}

/** What the event of a deletion keeps of the row. */
export function lastState<Row extends object>(select: Select<Row>, row: Row): Partial<Row> {
  return stored(select, changes({} as Row, row)?.after ?? {});
}

/** Where an event says more than the changed fields, that is asked for. */
type Said<P extends z.ZodType> = z.input<P> extends Record<string, never> ? unknown : { data: z.input<P> };

/**
 * An edit under a version check. When only other fields changed since, it is applied to the present row; when one of
 * the same fields changed, CONFLICT carries the present state. Its event tells the changed fields, by which the next
 * conflict is known; where nothing changed there is none. Returns the row as it is then.
 */
export async function updateVersioned<Row extends Versioned, P extends z.ZodType = typeof noData>(
  ctx: Ctx,
  update: VersionedUpdate<Row, P> & Said<P>,
): Promise<Row> {
  const { event, id } = update;
  const before = await update.load();
  if (!before) throw notFound(event.entity);
  const wanted = changes(before, { ...before, ...read(before, stillWanted(before, update.patch)) });
  if (!wanted) {
    ctx.outcome.unchanged = true;
    return before;
  }
  if (before.version !== update.version) await refuseOverlap(ctx, update, before);
  const after = await write(update, before.version);
  const made = changes(before, after);
  if (made)
    emit(ctx, event, {
      id,
      version: after.version,
      parents: update.parents?.(after, before) ?? [],
      before: stored(update.select, made.before),
      after: stored(update.select, made.after),
      outcome: Object.keys(stored(update.select, made.after)).sort().join(),
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

/** The columns of a patch without when it is archived, of what is so already: it stays archived since then. */
function stillWanted<Row extends object>(before: Row, patch: Partial<Row>): Partial<Row> {
  if (!isArchived(before) || !isArchived(patch)) return patch;
  return Object.fromEntries(Object.entries(patch).filter(([column]) => column !== "archivedAt")) as Partial<Row>;
}

// What `load` leaves out is made from what it reads (the folded key of a name), and changes only with it.
function read<Row extends object>(before: Row, patch: Partial<Row>): Partial<Row> {
  return Object.fromEntries(Object.entries(patch).filter(([column]) => column in before)) as Partial<Row>;
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
  const overlap = Object.keys(update.patch).filter((key) => touched.has(key));
  if (overlap.length > 0 || update.version > current.version) {
    throw new AppError(
      "CONFLICT",
      "Someone changed this field while you were editing. Your change is not saved; look at theirs first.",
      {
        current: update.present(current),
        changed: overlap,
      },
    );
  }
}
