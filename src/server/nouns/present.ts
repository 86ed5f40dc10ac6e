import "server-only";

import { isoOf } from "../columns.ts";
import type { Ctx } from "../context.ts";
import type { Row } from "../fields/kind.ts";
import type { OwnedRow } from "../scope.ts";
import { inWorkspace } from "./in-workspace.ts";
import { withLinks } from "./links.ts";
import type { AnyRecord, NounRuntime } from "./noun-runtime.ts";

/** Turns a row that Prisma has read into a record as the server returns it. */
export async function presentStored(ctx: Ctx, runtime: NounRuntime, row: Row): Promise<AnyRecord> {
  const own = inWorkspace(ctx, runtime);
  return presentRow(ctx, own, await completeRow(ctx, own, row));
}

/** Adds the values of custom fields and links to a row that Prisma has read. */
export async function completeRow<S extends Row>(
  ctx: Ctx,
  { table, noun }: Pick<NounRuntime, "table" | "noun">,
  row: S,
): Promise<S> {
  const [whole = row] = await withLinks(ctx, noun.fields, await table.complete(ctx, [row]));
  return whole;
}

/**
 * Turns a row of a list or a completed row into a record as the server returns it. `made` is the noun with the
 * workspace's custom fields.
 */
export function presentRow(ctx: Ctx, { table, scope }: Pick<NounRuntime, "table" | "scope">, row: Row): AnyRecord {
  return {
    id: row.id,
    ...table.present(ctx, row),
    archivedAt: isoOf((row.archivedAt ?? null) as Date | null),
    createdAt: isoOf(row.createdAt as Date),
    updatedAt: isoOf(row.updatedAt as Date),
    version: row.version,
    mayEdit: scope.mayEdit(ctx, row as unknown as OwnedRow),
  } as AnyRecord;
}
