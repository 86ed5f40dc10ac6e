import "server-only";
import { type Actor, memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import { AppError, notFound } from "@/server/errors";
import { isOpen, isRevertible } from "../rules";
import type { ImportStatus } from "../schema";
import { type ImportRun, importPeople } from "./present-import";

const keyOf = (actor: Actor) => (actor.type === "apiKey" ? actor.keyId : null);

/**
 * The member and the request that ask for the work of an import: it is done with their rights and in their name. Its
 * attempts are counted anew.
 */
export function asker({ actor, requestId }: Ctx) {
  const askedById = memberOf(actor);
  if (!askedById) throw new AppError("FORBIDDEN", "Only members can import files.");
  return { askedById, askedKeyId: keyOf(actor), requestId, attempts: 0 };
}

/** Whether the actor requested the last work of an import, by the same key: then its counts are the actor's. */
export function hasAsked({ actor }: Ctx, row: { askedById: string; askedKeyId: string | null }): boolean {
  return row.askedById === memberOf(actor) && row.askedKeyId === keyOf(actor);
}

/** An import, or NOT_FOUND. */
export async function importOf(ctx: Ctx, id: string): Promise<ImportRun> {
  const row = await ctx.db.import.findFirst({ where: { id }, include: importPeople });
  if (!row) throw notFound("import");
  return row;
}

/** CONFLICT for an import without an end to revert. */
export function requireRevertible(row: { status: string }): void {
  if (!isRevertible(row.status as ImportStatus))
    throw new AppError("CONFLICT", "Only an import that has ended can be reverted, and only once.");
}

/** The status of an import, which nobody changes until the transaction ends; NOT_FOUND where there is none. */
export async function lockImport({ tenant, db }: Ctx, id: string): Promise<ImportStatus> {
  const [row] = await tenantRows<{ status: ImportStatus }>({ tenant, db })`
    select status from imports where tenant_id = ${tenant.id}::uuid and id = ${id}::uuid for update`;
  if (!row) throw notFound("import");
  return row.status;
}

/** How many files an import has, which nobody changes until the transaction ends; CONFLICT when its decisions are closed. */
export async function requireOpen(ctx: Ctx, importId: string): Promise<{ files: number; nextPosition: number }> {
  const status = await lockImport(ctx, importId);
  if (!isOpen(status)) throw closed(status);
  // The objects of a file's rows are files of the same place.
  const places = await ctx.db.importFile.groupBy({ by: ["position"], where: { importId } });
  return { files: places.length, nextPosition: Math.max(-1, ...places.map(({ position }) => position)) + 1 };
}

function closed(status: string): AppError {
  return new AppError(
    "CONFLICT",
    status === "checking"
      ? "This import is being checked. Wait a moment, then try again."
      : "This import has started. Its files and decisions can no longer be changed.",
  );
}

/** Marks a change of decisions: the counts of the last check hold no more. CONFLICT when the import is closed. */
export async function editDraft(ctx: Ctx, id: string): Promise<void> {
  const { count } = await ctx.db.import.updateMany({
    where: { id, status: { in: ["draft", "ready"] } },
    data: { status: "draft", version: { increment: 1 }, failure: null },
  });
  if (count === 0) throw closed((await importOf(ctx, id)).status);
}

interface Begun extends Pick<Prisma.ImportUpdateManyMutationInput, "totals" | "finishedAt"> {
  status: ImportStatus;
  rowsTotal: number;
}

/** Begins work on an import in the name of the actor; CONFLICT, with this message, where it has left the state for it. */
export async function beginWork(
  ctx: Ctx,
  where: { id: string; status: ImportStatus | { in: ImportStatus[] }; version?: number },
  begun: Begun,
  conflict: string,
): Promise<void> {
  const data = { ...asker(ctx), rowsDone: 0, startedAt: new Date(), failure: null, ...begun };
  const { count } = await ctx.db.import.updateMany({ where, data });
  if (count === 0) throw new AppError("CONFLICT", conflict);
}
