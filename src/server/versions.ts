import "server-only";
import type { Ctx } from "./context.ts";
import { AppError, notFound } from "./errors.ts";
import { changes } from "./events.ts";
import { Retry } from "./execute.ts";

interface Versioned {
  id: string;
  version: number;
}

export interface VersionedUpdate<Row extends Versioned> {
  entity: string;
  id: string;
  /** The version that the caller saw. */
  version: number;
  /** The columns that it wants to change. */
  patch: Partial<Row>;
  load(): Promise<Row | null>;
  /** Writes where `version` still is the given one and returns the new row; throws P2025 when it is not. */
  write(version: number): Promise<Row>;
  /** The row as the caller may see it, for the conflict notice. */
  present(row: Row): unknown;
}

/**
 * An edit under a version check. When only other fields changed since, it is applied to the present row; when one of
 * the same fields changed, CONFLICT carries the present state. Returns both states, and null changes when equal.
 */
export async function updateVersioned<Row extends Versioned>(ctx: Ctx, update: VersionedUpdate<Row>) {
  const before = await update.load();
  if (!before) throw notFound(update.entity);
  const wanted = changes(before, { ...before, ...read(before, stillWanted(before, update.patch)) });
  if (!wanted) {
    ctx.outcome.unchanged = true;
    return { before, after: before, changes: null };
  }
  if (before.version !== update.version) await refuseOverlap(ctx, update, before);
  try {
    const after = await update.write(before.version);
    return { before, after, changes: changes(before, after) };
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

async function refuseOverlap<Row extends Versioned>(
  ctx: Ctx,
  update: VersionedUpdate<Row>,
  current: Row,
): Promise<void> {
  const since = await ctx.db.event.findMany({
    where: { entity: update.entity, entityId: update.id, entityVersion: { gt: update.version } },
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
